package io.minikafka.client.spring;

import io.minikafka.client.ConsumedMessage;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@link AckMode#BATCH}: all of a poll together, or what there is when an eighth of the max poll interval has passed, so
 * that a slow listener keeps its partitions, however many messages a poll returns.
 *
 * <p>While calls are quick, only every fourth looks at the clock, which costs about as much as such a call. So where each
 * call takes less than an eighth of the interval, at most five eighths pass in silence.
 */
final class AcknowledgingBatches implements Acknowledging {
    private static final int SHARE_OF_INTERVAL = 8;
    private static final int STRIDE = 4;

    private final Commits commits;
    private final long longestNanos;
    private List<ConsumedMessage> messages = List.of();
    private int acknowledged;
    private int dealtWith;
    private long lastNanos;
    private int calls;
    private int nextLook;

    AcknowledgingBatches(Commits commits, Duration maxPollInterval) {
        this.commits = commits;
        this.longestNanos = maxPollInterval.dividedBy(SHARE_OF_INTERVAL).toNanos();
    }

    @Override
    public void polled(List<ConsumedMessage> messages) {
        this.messages = messages;
        this.acknowledged = 0;
        this.dealtWith = 0;
        this.lastNanos = System.nanoTime();
        this.calls = 0;
        this.nextLook = 1;
    }

    @Override
    public @Nullable Acknowledgment of(int from, int to) {
        return null;
    }

    @Override
    public void processed(int from, int to) {
        dealtWith = to;
        calls++;
        if (calls >= nextLook) {
            look();
        }
    }

    private void look() {
        long sinceFlush = System.nanoTime() - lastNanos;
        boolean quick = sinceFlush < longestNanos / STRIDE;
        nextLook = calls + (quick ? STRIDE : 1);
        if (sinceFlush >= longestNanos) {
            flush();
        }
    }

    @Override
    public void settled(int from, int to) {
        processed(from, to);
    }

    @Override
    public void flush() {
        if (dealtWith > acknowledged) {
            commits.commit(messages, acknowledged, dealtWith);
            acknowledged = dealtWith;
        }
        lastNanos = System.nanoTime();
    }
}
