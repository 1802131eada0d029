package io.minikafka.resp;

import io.minikafka.store.TopicName;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A connection's messages between the broker's acceptance, which the client was told of, and their being stored: how many
 * there are, and what became of those that were not stored, until the client is told. Outlives its connection as long as
 * messages do. Safe for use by many threads.
 */
final class Deliveries {
    /** As many as fit into a producer's queue of librdkafka's by default. May be passed by one batch. */
    static final int MOST_MESSAGES = 100_000;

    /** As much as Kafka's producer buffers by default, for all. May be passed by one batch. */
    static final long MOST_BYTES = 32 << 20;

    private final RespStatistics statistics;
    private final DeliveryErrorLog log;
    private final Runnable roomAgain;

    private int messages;
    private long bytes;
    private int failed;
    private String lastFailure = "";
    private @Nullable CompletableFuture<Void> none;
    private boolean closed;

    /** Read without the lock before each command. */
    private volatile boolean full;

    private volatile boolean failures;

    /** @param roomAgain run, on any thread, when it is no longer full; must not block */
    Deliveries(RespStatistics statistics, DeliveryErrorLog log, Runnable roomAgain) {
        this.statistics = statistics;
        this.log = log;
        this.roomAgain = roomAgain;
    }

    void accepted(int count, long size) {
        statistics.messagesOutstanding.add(count);
        synchronized (this) {
            messages += count;
            bytes += size;
            full = isBeyondBounds();
        }
    }

    /** Messages that were accepted are stored. */
    void stored(int count, long size) {
        statistics.messagesProduced.add(count);
        end(count, size, null);
    }

    /** Messages that were accepted are not stored. */
    void failed(TopicName topic, int count, long size, Throwable failure) {
        String reason = RespFailures.reason(failure);
        statistics.deliveryErrors.add(count);
        log.failed(topic, count, reason);
        end(count, size, "'" + topic + "': " + reason);
    }

    /** Messages were refused before they were accepted, which is their commands' answer if there is anybody to hear it. */
    void refused(TopicName topic, int count, Throwable failure) {
        statistics.deliveryErrors.add(count);
        boolean unheard;
        synchronized (this) {
            unheard = closed;
        }
        if (unheard) {
            statistics.unflushedMessages.add(count);
            log.failed(topic, count, RespFailures.reason(failure));
        }
    }

    private void end(int count, long size, @Nullable String failure) {
        statistics.messagesOutstanding.add(-count);
        boolean room;
        CompletableFuture<Void> last = null;
        synchronized (this) {
            // In one step, so that who sees that none is outstanding sees the failures, too.
            messages -= count;
            bytes -= size;
            if (failure != null && closed) {
                statistics.unflushedMessages.add(count);
            } else if (failure != null) {
                failed += count;
                lastFailure = failure;
                failures = true;
            }
            room = full && !isBeyondBounds();
            if (room) {
                full = false;
            }
            if (messages == 0) {
                last = none;
                none = null;
            }
        }
        if (room) {
            roomAgain.run();
        }
        if (last != null) {
            last.complete(null);
        }
    }

    private boolean isBeyondBounds() {
        return messages >= MOST_MESSAGES || bytes >= MOST_BYTES;
    }

    /** Whether so much is outstanding that nothing more should be produced. */
    boolean isFull() {
        return full;
    }

    /** How many messages are accepted and neither stored nor failed. */
    synchronized int outstanding() {
        return messages;
    }

    /** Completes, on any thread, once none is outstanding. Only the last one asked for does. */
    synchronized CompletableFuture<Void> whenNone() {
        if (messages == 0) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> future = new CompletableFuture<>();
        none = future;
        return future;
    }

    /** Whether there are failures that the client was not told of. */
    boolean hasFailures() {
        return failures;
    }

    /** An error for all failures that the client was not told of, which it is from now on; null for none. */
    synchronized @Nullable String takeFailures() {
        if (!failures) {
            return null;
        }
        String error = "PROD Accepted, but not stored: " + failed + (failed == 1 ? " message" : " messages, the last")
                + " to " + lastFailure;
        failed = 0;
        failures = false;
        return error;
    }

    /** The client has gone: what it was not told of, and what fails from now on, nobody is told of. */
    synchronized void close() {
        closed = true;
        statistics.unflushedMessages.add(failed);
        failed = 0;
        failures = false;
        none = null;
    }
}
