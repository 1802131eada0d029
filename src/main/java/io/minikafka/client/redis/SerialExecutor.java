package io.minikafka.client.redis;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Runs tasks one after the other, in their order, on another executor's threads. Safe for use by many threads. */
final class SerialExecutor implements Executor {
    private static final System.Logger LOG = System.getLogger(SerialExecutor.class.getName());

    private final Executor executor;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean running;

    SerialExecutor(Executor executor) {
        this.executor = executor;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (this) {
            tasks.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        try {
            executor.execute(this::run);
        } catch (RejectedExecutionException shutDown) {
            // The client is closed; whoever waits is told nevertheless.
            run();
        }
    }

    /** Waits until what was given before has run. To be called by none of its tasks. */
    void await(Duration timeout) {
        CompletableFuture<Void> here = new CompletableFuture<>();
        execute(() -> here.complete(null));
        Waiting.join(here, timeout, "callbacks");
    }

    private void run() {
        for (Runnable task = next(); task != null; task = next()) {
            try {
                task.run();
            } catch (RuntimeException failure) {
                LOG.log(System.Logger.Level.ERROR, "A callback failed", failure);
            }
        }
    }

    private synchronized @Nullable Runnable next() {
        Runnable task = tasks.poll();
        running = task != null;
        return task;
    }
}
