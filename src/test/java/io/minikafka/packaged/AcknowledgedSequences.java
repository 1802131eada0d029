package io.minikafka.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Channel;
import io.minikafka.v1.MessageServiceGrpc;
import io.minikafka.v1.PollRequest;
import io.minikafka.v1.PollResponse;
import io.minikafka.v1.Start;
import io.minikafka.v1.StoredMessage;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many messages the producers of a topic of one partition were told are stored, where they are told no offsets, and
 * the comparison with what then is there. Values are {@code producer:sequence}, each sequence 0, 1, 2 and so on. Safe for
 * use by many threads.
 */
final class AcknowledgedSequences {
    private final String topic;
    private final Map<String, AtomicLong> acknowledged = new ConcurrentHashMap<>();

    AcknowledgedSequences(String topic) {
        this.topic = topic;
    }

    String topic() {
        return topic;
    }

    /** The number of a producer's acknowledged messages, to be counted up by it. */
    AtomicLong of(String producer) {
        return acknowledged.computeIfAbsent(producer, name -> new AtomicLong());
    }

    /** Reads the whole topic: each producer's messages in its order, without gaps, all acknowledged ones, none twice. */
    void assertAllIn(Channel channel) {
        Map<String, Long> stored = new HashMap<>();
        long next = 0;
        PollResponse page;
        do {
            page = MessageServiceGrpc.newBlockingStub(channel)
                    .poll(PollRequest.newBuilder()
                            .setTopic(topic)
                            .setStart(Start.newBuilder().setOffset(next))
                            .build());
            for (StoredMessage message : page.getMessagesList()) {
                assertThat(message.getOffset()).isEqualTo(next++);
                String value = message.getValue().toStringUtf8();
                int colon = value.indexOf(':');
                long count = stored.merge(value.substring(0, colon), 1L, Long::sum);
                assertThat(value.substring(colon + 1)).as(value).isEqualTo(Long.toString(count - 1));
            }
        } while (page.getMessagesCount() > 0);
        assertThat(page.getLogEndOffset()).isEqualTo(next);
        acknowledged.forEach((producer, count) ->
                assertThat(stored.getOrDefault(producer, 0L)).as(producer).isGreaterThanOrEqualTo(count.get()));
    }
}
