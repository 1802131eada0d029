package io.minikafka.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Channel;
import io.minikafka.v1.AppendedRun;
import io.minikafka.v1.Message;
import io.minikafka.v1.MessageServiceGrpc;
import io.minikafka.v1.PollRequest;
import io.minikafka.v1.PollResponse;
import io.minikafka.v1.Start;
import io.minikafka.v1.StoredMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a topic of one partition acknowledged, and the comparison with what it then holds. Values are
 * {@code producer:sequence}, each producer's sequence growing. Safe for use by many threads.
 */
final class AcknowledgedMessages {
    private final String topic;
    private final Map<Long, String> byOffset = new ConcurrentHashMap<>();
    private final AtomicLong count = new AtomicLong();
    private volatile long wanted = Long.MAX_VALUE;
    private volatile CountDownLatch reached = new CountDownLatch(1);

    AcknowledgedMessages(String topic) {
        this.topic = topic;
    }

    /** Opened once so many more have been acknowledged. */
    CountDownLatch more(long messages) {
        CountDownLatch latch = new CountDownLatch(1);
        reached = latch;
        wanted = count.get() + messages;
        return latch;
    }

    /** A copy, which takes note of nothing more. */
    AcknowledgedMessages soFar() {
        AcknowledgedMessages copy = new AcknowledgedMessages(topic);
        copy.byOffset.putAll(byOffset);
        copy.count.set(copy.byOffset.size());
        return copy;
    }

    void acknowledged(List<Message> batch, List<AppendedRun> runs) {
        int at = 0;
        for (AppendedRun run : runs) {
            for (int i = 0; i < run.getCount(); i++) {
                String before = byOffset.put(
                        run.getFirstOffset() + i, batch.get(at++).getValue().toStringUtf8());
                assertThat(before).as("offset given twice").isNull();
            }
        }
        if (count.addAndGet(at) >= wanted) {
            reached.countDown();
        }
    }

    /** Reads the whole topic: offsets dense from 0, what was acknowledged where it was, producers' orders kept. */
    void assertAllIn(Channel channel) {
        Map<Long, String> lost = new HashMap<>(byOffset);
        Map<String, Long> lastOfProducer = new HashMap<>();
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
                String acknowledged = lost.remove(message.getOffset());
                assertThat(acknowledged).isIn(null, value);
                assertOrder(lastOfProducer, value);
            }
        } while (page.getMessagesCount() > 0);
        assertThat(page.getLogEndOffset()).isEqualTo(next);
        assertThat(lost).as("acknowledged, but not there").isEmpty();
    }

    private static void assertOrder(Map<String, Long> lastOfProducer, String value) {
        int colon = value.indexOf(':');
        long sequence = Long.parseLong(value.substring(colon + 1));
        Long before = lastOfProducer.put(value.substring(0, colon), sequence);
        assertThat(sequence).as(value).isGreaterThan(before == null ? -1 : before);
    }

    long size() {
        return count.get();
    }
}
