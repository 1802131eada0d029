package io.minikafka.client.redis;

import io.minikafka.client.Backoff;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The connection that producers share: made when it is first asked for, and again when it is asked for after it was lost,
 * with growing pauses. Safe for use by many threads.
 */
final class SharedLink {
    private final Lettuce lettuce;
    private final Backoff backoff = new Backoff();
    private @Nullable Attempt current;
    private boolean closed;

    SharedLink(Lettuce lettuce) {
        this.lettuce = lettuce;
    }

    /** The connection; the one that is there, or the next that can be had. Each attempt that fails fails the future. */
    CompletableFuture<Link> get() {
        return attempt().future;
    }

    /** The same without a pause before the attempt: for who would rather know. */
    CompletableFuture<Link> getNow() {
        Attempt attempt = attempt();
        attempt.begin();
        return attempt.future;
    }

    /** The server has done what it was asked: the next pause is a short one again. */
    synchronized void worked() {
        backoff.reset();
    }

    private synchronized Attempt attempt() {
        Attempt latest = current;
        if (latest != null && !latest.isOver()) {
            return latest;
        }
        Attempt fresh = new Attempt();
        if (closed) {
            fresh.future.completeExceptionally(Lettuce.closedFailure());
        } else if (latest == null) {
            current = fresh;
            fresh.begin();
        } else {
            current = fresh;
            Duration pause = backoff.next();
            var unused = lettuce.after(pause, fresh::begin);
        }
        return fresh;
    }

    void close() {
        Attempt last;
        synchronized (this) {
            closed = true;
            last = current;
        }
        if (last != null) {
            last.future.completeExceptionally(Lettuce.closedFailure());
            last.future.thenAccept(link -> link.close(Lettuce.closedFailure()));
        }
    }

    private final class Attempt {
        private final CompletableFuture<Link> future = new CompletableFuture<>();
        private final AtomicBoolean begun = new AtomicBoolean();

        void begin() {
            if (begun.compareAndSet(false, true)) {
                lettuce.open().whenComplete((link, failure) -> {
                    if (failure != null) {
                        future.completeExceptionally(failure);
                    } else if (!future.complete(link)) {
                        link.close(Lettuce.closedFailure());
                    }
                });
            }
        }

        boolean isOver() {
            return future.isDone()
                    && (future.isCompletedExceptionally() || future.join().isLost());
        }
    }
}
