package io.minikafka.resp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** A message as a client understands it. */
record Popped(String topic, int partition, long offset, String value) {
    /** Reads the reply to a {@code BLPOP} that found one. */
    static Popped of(String reply) {
        assertThat(reply).startsWith("*8\r\n");
        String[] lines = reply.split("\r\n", -1);
        return new Popped(
                lines[4], Integer.parseInt(lines[7].substring(1)), Long.parseLong(lines[10].substring(1)), lines[14]);
    }

    /** As {@code RPUSH acks} takes it. */
    String acknowledgement() {
        return topic + ":" + partition + ":" + offset;
    }

    static List<String> values(List<Popped> messages) {
        return messages.stream().map(Popped::value).toList();
    }

    /** The next messages of the topic t, so many. */
    static List<Popped> pop(RespClient member, int count) {
        List<Popped> popped = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            popped.add(of(member.call("BLPOP", "topics:t", "30")));
        }
        return popped;
    }

    static void acknowledge(RespClient member, List<Popped> messages) {
        for (Popped message : messages) {
            assertThat(member.call("RPUSH", "acks", message.acknowledgement())).isEqualTo(RespFixture.ONE);
        }
    }
}
