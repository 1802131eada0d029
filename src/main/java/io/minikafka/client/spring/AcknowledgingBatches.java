package io.minikafka.client.spring;

import io.minikafka.client.ConsumedMessage;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@link AckMode#BATCH}: all of a poll together, or what there is when a quarter of the max poll interval has passed, so
 * that a slow listener keeps its partitions, however many messages a poll returns.
 */
final class AcknowledgingBatches implements Acknowledging {
    private final Commits commits;
    private final long longestNanos;
    private List<ConsumedMessage> messages = List.of();
    private int acknowledged;
    private int dealtWith;
    private long lastNanos;

    AcknowledgingBatches(Commits commits, Duration maxPollInterval) {
        this.commits = commits;
        this.longestNanos = maxPollInterval.dividedBy(4).toNanos();
    }

    @Override
    public void polled(List<ConsumedMessage> messages) {
        this.messages = messages;
        this.acknowledged = 0;
        this.dealtWith = 0;
        this.lastNanos = System.nanoTime();
    }

    @Override
    public @Nullable Acknowledgment of(int from, int to) {
        return null;
    }

    @Override
    public void processed(int from, int to) {
        dealtWith = to;
        if (System.nanoTime() - lastNanos >= longestNanos) {
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
