package io.minikafka.kafka;

import io.minikafka.broker.FetchLimits;
import io.minikafka.broker.Start;
import io.minikafka.group.Nanos;
import io.minikafka.store.ReadResult;
import io.minikafka.store.TopicPartition;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * A read under way. However its future is completed, by cancellation too, the reader that works for it is woken and comes
 * free.
 */
final class PendingRead extends CompletableFuture<ReadResult> {
    private final TopicPartition partition;
    private final Start start;
    private final FetchLimits limits;
    private final boolean patient;
    private final long deadline;

    /** Of the topic, when that is found. */
    private volatile Uuid topicId = Uuid.ZERO_UUID;

    private volatile boolean waiting;

    // Guarded by this.
    private long skipped;
    private @Nullable PartitionReader reader;
    private boolean woken;

    PendingRead(TopicPartition partition, Start start, FetchLimits limits, Duration maxWait) {
        this.partition = partition;
        this.start = start;
        this.limits = limits;
        patient = !maxWait.isZero() && !maxWait.isNegative();
        deadline = patient ? System.nanoTime() + Nanos.of(maxWait) : 0;
        whenComplete((result, failure) -> wakeReader());
    }

    TopicPartition partition() {
        return partition;
    }

    Start start() {
        return start;
    }

    FetchLimits limits() {
        return limits;
    }

    Uuid topicId() {
        return topicId;
    }

    void found(Uuid id) {
        topicId = id;
    }

    /** Whether it is to wait when there is nothing to return. */
    boolean isPatient() {
        return patient;
    }

    /** The rest of its wait; zero when that is over. */
    Duration rest() {
        long nanos = deadline - System.nanoTime();
        return patient && nanos > 0 ? Duration.ofNanos(nanos) : Duration.ZERO;
    }

    /** Whether it has found nothing and waits. */
    boolean isWaiting() {
        return waiting;
    }

    void waiting(boolean now) {
        waiting = now;
    }

    /** Counts what left before it was read; only who names an offset misses anything. */
    synchronized void skip(long messages) {
        if (start instanceof Start.AtOffset) {
            skipped += messages;
        }
    }

    /** Drops what was fetched and is older than what is asked for. */
    void passOver(PartitionReader fetched) {
        if (start instanceof Start.AtTimestamp at) {
            fetched.dropOlderThan(at.timestamp());
        }
    }

    synchronized long skipped() {
        return skipped;
    }

    void fail(Throwable failure) {
        completeExceptionally(TopicFailures.translate(partition.topic(), failure));
    }

    /** From now on the reader is woken when this ends. Refused when it has ended. */
    synchronized boolean attach(PartitionReader working) {
        if (isDone()) {
            return false;
        }
        reader = working;
        return true;
    }

    /** From now on the reader is left alone. Says whether it was till now; who was woken is of no further use. */
    synchronized boolean detach() {
        reader = null;
        return !woken;
    }

    private synchronized void wakeReader() {
        if (reader != null) {
            woken = true;
            reader.wakeUp();
        }
    }
}
