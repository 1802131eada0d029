package io.minikafka.packaged;

import java.util.List;

/** A message as BLPOP returns it. */
record ReceivedMessage(String topic, int partition, long offset, String value) {
    /** From names and values in turn. */
    static ReceivedMessage of(List<?> reply) {
        if (!List.of("topic", "partition", "offset", "value")
                .equals(List.of(reply.get(0), reply.get(2), reply.get(4), reply.get(6)))) {
            throw new IllegalArgumentException("Not a message: " + reply);
        }
        return new ReceivedMessage(
                (String) reply.get(1), Math.toIntExact((Long) reply.get(3)), (Long) reply.get(5), (String)
                        reply.get(7));
    }

    /** What RPUSH acks takes. */
    String acknowledgement() {
        return topic + ":" + partition + ":" + offset;
    }
}
