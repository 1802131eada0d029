package io.minikafka.cli.bench;

import io.minikafka.client.MinikafkaClient;
import io.minikafka.client.Producer;
import io.minikafka.client.ProducerMessage;
import io.minikafka.client.TopicInfo.PartitionInfo;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.HdrHistogram.Histogram;

/** Runs one mode: warms up, then measures. */
public final class Benchmark {
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /** What is read over and over: more than any buffer on the way holds, and no more messages than that takes. */
    private static final long STOCK_BYTES = 128L << 20;

    private static final long STOCK_MESSAGES = 1_000_000;

    private static final int STOCK_BATCH = 500;

    private final MinikafkaClient client;

    public Benchmark(MinikafkaClient client) {
        this.client = client;
    }

    /** Is told how far the measurement is, now and then. */
    @FunctionalInterface
    public interface Observer {
        void at(Duration elapsed, long messages);
    }

    /**
     * Makes sure that there is something to read. Stops early when {@code stopped} is done.
     *
     * @throws io.minikafka.client.MinikafkaException when it cannot be stored
     */
    public void stock(BenchPlan plan, CompletableFuture<Void> stopped) {
        PartitionInfo partition =
                client.topics().describe(plan.topic()).partitions().get(0);
        long wanted = Math.max(1, Math.min(STOCK_MESSAGES, STOCK_BYTES / Math.max(1, plan.messageBytes())));
        long missing = wanted - (partition.logEndOffset() - partition.logStartOffset());
        List<ProducerMessage> messages = java.util.Collections.nCopies(STOCK_BATCH, plan.message());
        try (Producer producer = client.producer(plan.topic())) {
            CompletableFuture<?> last = CompletableFuture.completedFuture(null);
            for (; missing > 0 && !stopped.isDone() && !last.isCompletedExceptionally(); missing -= STOCK_BATCH) {
                last = producer.sendAsync(messages);
            }
            producer.flush();
            last.join();
        }
    }

    /** Runs a mode; ends early, with what it has measured, when {@code stopped} is done. */
    public BenchResult run(BenchPlan plan, Observer observer, CompletableFuture<Void> stopped) throws Exception {
        Meter meter = new Meter();
        CompletableFuture<Void> work = new CompletableFuture<>();
        Thread worker = new Thread(
                () -> {
                    try {
                        plan.mode().workload(client, plan).run(meter);
                        work.complete(null);
                    } catch (Throwable failure) {
                        work.completeExceptionally(failure);
                    }
                },
                "bench-" + plan.mode());
        worker.setDaemon(true);
        worker.start();
        CompletableFuture<Object> over = CompletableFuture.anyOf(work, stopped);
        try {
            awaitUntil(over, System.nanoTime() + plan.warmup().toNanos());
            meter.takeLatencies();
            long before = meter.messages();
            long started = System.nanoTime();
            long end = started + plan.duration().toNanos();
            long now = started;
            while (now < end && meter.messages() - before < plan.count() && !over.isDone()) {
                awaitUntil(over, Math.min(end, now + LOOK_AGAIN_NANOS));
                now = System.nanoTime();
                observer.at(Duration.ofNanos(now - started), meter.messages() - before);
            }
            long messages = meter.messages() - before;
            Histogram latencies = meter.takeLatencies();
            meter.stop();
            work.get();
            return new BenchResult(plan, messages, Duration.ofNanos(Math.max(1, now - started)), latencies);
        } catch (ExecutionException failed) {
            Failures.rethrow(failed.getCause());
            throw failed;
        } finally {
            meter.stop();
        }
    }

    private static void awaitUntil(CompletableFuture<?> over, long nanoTime) throws Exception {
        try {
            over.get(Math.max(0, nanoTime - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException notYet) {
            // The measurement goes on.
        }
    }
}
