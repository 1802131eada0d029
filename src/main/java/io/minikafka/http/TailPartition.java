package io.minikafka.http;

import io.minikafka.broker.Broker;
import io.minikafka.broker.FetchLimits;
import io.minikafka.broker.Start;
import io.minikafka.store.ReadResult;
import io.minikafka.store.StoredMessage;
import io.minikafka.store.TopicPartition;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A partition in a tail: at most one read is under way or not taken yet, and none while messages of the one before are
 * unsent. Not safe for use by several threads at the same time.
 */
final class TailPartition {
    private static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();

    private final TopicPartition partition;
    private final Deque<StoredMessage> unsent = new ArrayDeque<>();
    private @Nullable CompletableFuture<ReadResult> read;
    private long position;
    private long skipped;

    /** @param position the next offset to be sent */
    TailPartition(TopicPartition partition, long position) {
        this.partition = partition;
        this.position = position;
    }

    /** What the first read found goes first. */
    static TailPartition startingWith(TopicPartition partition, ReadResult first) {
        TailPartition started = new TailPartition(partition, 0);
        started.take(first);
        return started;
    }

    int number() {
        return partition.partition();
    }

    /** The next offset to be sent. */
    long position() {
        return position;
    }

    void moveTo(long offset) {
        position = offset;
    }

    /** The next message there is; null when it has to be read. */
    @Nullable
    StoredMessage poll() {
        StoredMessage message = unsent.poll();
        if (message != null) {
            position = message.offset() + 1;
        }
        return message;
    }

    /** Reads on, waiting without end, unless it is at it; returns the read. */
    CompletableFuture<ReadResult> read(Broker broker, FetchLimits limits, Runnable later) {
        CompletableFuture<ReadResult> current = read;
        if (current == null) {
            current = broker.fetch(partition, new Start.AtOffset(position), limits, FOREVER);
            read = current;
            if (!current.isDone()) {
                var unused = current.whenComplete((result, failure) -> later.run());
            }
        }
        return current;
    }

    /** What a read has brought is to be sent. */
    void take(ReadResult result) {
        read = null;
        unsent.addAll(result.messages());
        position = result.messages().isEmpty()
                ? result.nextOffset()
                : result.messages().get(0).offset();
        skipped = result.skipped();
    }

    /** Messages that had left by retention before {@link #position}; told once. */
    long takeSkipped() {
        long told = skipped;
        skipped = 0;
        return told;
    }

    /** A read has failed, and the next one may be tried. */
    void forgetRead() {
        read = null;
    }

    void cancel() {
        if (read != null) {
            read.cancel(false);
        }
        unsent.clear();
    }
}
