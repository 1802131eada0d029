package io.minikafka.client.spring;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Tells members of a container that they are to end, also while they wait for something else. Thread-safe. */
final class Stopping {
    private final CountDownLatch latch = new CountDownLatch(1);
    private final CompletableFuture<Void> signal = new CompletableFuture<>();

    void begin() {
        latch.countDown();
        signal.complete(null);
    }

    boolean begun() {
        return latch.getCount() == 0;
    }

    /**
     * Waits for so long, or until told to stop. An interrupt, which a listener may have left behind, ends only this
     * pause.
     */
    void pause(Duration pause) {
        try {
            boolean ignored = latch.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException leftBehind) {
            // Cleared, which is what is wanted.
        }
    }

    /**
     * Waits for a future; once told to stop, for no longer than the grace.
     *
     * @throws ExecutionException when it failed
     * @throws TimeoutException when the grace was over
     */
    void await(CompletableFuture<?> future, Duration grace)
            throws ExecutionException, TimeoutException, InterruptedException {
        try {
            CompletableFuture.anyOf(future, signal).get();
        } catch (ExecutionException failed) {
            // The future's, which is asked again.
        }
        future.get(grace.toNanos(), TimeUnit.NANOSECONDS);
    }
}
