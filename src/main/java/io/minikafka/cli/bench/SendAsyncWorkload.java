package io.minikafka.cli.bench;

import io.minikafka.client.MinikafkaClient;
import io.minikafka.client.Producer;
import io.minikafka.client.ProducerMessage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Message after message, as fast as the producer's buffer takes them. */
final class SendAsyncWorkload implements Workload {
    /** Acknowledgements come in order, so one in so many tells of all before it. */
    private static final int SAMPLE = 100;

    private final MinikafkaClient client;
    private final BenchPlan plan;

    SendAsyncWorkload(MinikafkaClient client, BenchPlan plan) {
        this.client = client;
        this.plan = plan;
    }

    @Override
    public void run(Meter meter) throws Exception {
        ProducerMessage message = plan.message();
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        try (Producer producer = client.producer(plan.topic())) {
            while (meter.isRunning() && failure.get() == null) {
                for (int i = 1; i < SAMPLE; i++) {
                    var unused = producer.sendAsync(message);
                }
                long started = System.nanoTime();
                var unused = producer.sendAsync(message).whenComplete((stored, failed) -> {
                    if (failed != null) {
                        failure.set(failed);
                        return;
                    }
                    meter.latency(System.nanoTime() - started);
                    meter.add(SAMPLE);
                });
            }
        }
        Failures.rethrow(failure.get());
    }
}
