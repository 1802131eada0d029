package io.minikafka.kafka.export;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Does the same for many partitions, some of them at a time. */
final class ParallelWork {
    private ParallelWork() {}

    /**
     * The results in the order of the items. The first failure stops the rest by way of the meter, and is thrown when all
     * have ended.
     */
    static <T, R> List<R> run(List<T> items, int threads, Meter meter, Function<T, R> work) {
        AtomicReference<@Nullable Throwable> first = new AtomicReference<>();
        ExecutorService executor = Executors.newFixedThreadPool(Math.max(1, Math.min(threads, items.size())), task -> {
            Thread thread = new Thread(task, "minikafka-export");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<R>> futures = new ArrayList<>();
            for (T item : items) {
                futures.add(executor.submit(() -> {
                    try {
                        meter.requireRunning();
                        return work.apply(item);
                    } catch (RuntimeException | Error e) {
                        first.compareAndSet(null, e);
                        meter.stop();
                        throw e;
                    }
                }));
            }
            return results(futures, first);
        } finally {
            executor.shutdownNow();
        }
    }

    private static <R> List<R> results(List<Future<R>> futures, AtomicReference<@Nullable Throwable> first) {
        List<R> results = new ArrayList<>();
        for (Future<R> future : futures) {
            try {
                results.add(future.get());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ExportException("The export was interrupted", e);
            } catch (ExecutionException | CancellationException e) {
                // One of them; which was the first is told below, once none is running any more.
            }
        }
        Throwable failure = first.get();
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        return results;
    }
}
