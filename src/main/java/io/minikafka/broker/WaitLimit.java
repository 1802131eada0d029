package io.minikafka.broker;

import io.minikafka.group.Nanos;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Ends waits whose time is over. Safe for use by many threads. */
final class WaitLimit {
    private final ScheduledExecutorService timer;
    private final Executor executor;

    /** @param executor runs what waits do at their end, which is too much for the timer's thread */
    WaitLimit(ScheduledExecutorService timer, Executor executor) {
        this.timer = timer;
        this.executor = executor;
    }

    /** Has {@code atEnd} complete the wait after so long, unless it is done before. */
    void end(CompletableFuture<?> wait, Duration maxWait, Runnable atEnd) {
        if (wait.isDone() || Nanos.isForEver(maxWait)) {
            return;
        }
        try {
            ScheduledFuture<?> timeout =
                    timer.schedule(() -> executor.execute(atEnd), Nanos.of(maxWait), TimeUnit.NANOSECONDS);
            wait.whenComplete((result, failure) -> timeout.cancel(false));
        } catch (RuntimeException e) {
            wait.completeExceptionally(StoreFailures.translate(e));
        }
    }
}
