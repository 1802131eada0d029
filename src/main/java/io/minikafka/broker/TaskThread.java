package io.minikafka.broker;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A thread of the broker's that does one task after the other, in the order in which they come. */
final class TaskThread implements Executor {
    private final ExecutorService thread;

    TaskThread(String name) {
        thread = Workers.named(name, 1);
    }

    /** @throws java.util.concurrent.RejectedExecutionException after {@link #shutdown()} */
    @Override
    public void execute(Runnable task) {
        thread.execute(task);
    }

    /** What the task returns, or fails with as a broker's callers are to see it. */
    <T> CompletableFuture<T> call(Supplier<@Nullable T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            thread.execute(() -> {
                try {
                    result.complete(task.get());
                } catch (RuntimeException e) {
                    result.completeExceptionally(StoreFailures.translate(e));
                }
            });
        } catch (RuntimeException e) {
            result.completeExceptionally(StoreFailures.translate(e));
        }
        return result;
    }

    /** Lets what has come be done, and takes no more. */
    void shutdown() {
        thread.shutdown();
    }
}
