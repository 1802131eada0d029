package io.minikafka.cli.bench;

import io.minikafka.client.MinikafkaClient;
import io.minikafka.client.Producer;
import io.minikafka.client.ProducerMessage;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** List after list, as fast as the producer's buffer takes them. */
final class StreamProduceWorkload implements Workload {
    private final MinikafkaClient client;
    private final BenchPlan plan;

    StreamProduceWorkload(MinikafkaClient client, BenchPlan plan) {
        this.client = client;
        this.plan = plan;
    }

    @Override
    public void run(Meter meter) throws Exception {
        List<ProducerMessage> messages = plan.messages();
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        try (Producer producer = client.producer(plan.topic())) {
            while (meter.isRunning() && failure.get() == null) {
                long started = System.nanoTime();
                var unused = producer.sendAsync(messages).whenComplete((stored, failed) -> {
                    if (failed != null) {
                        failure.set(failed);
                        return;
                    }
                    meter.latency(System.nanoTime() - started);
                    meter.add(stored.size());
                });
            }
        }
        Failures.rethrow(failure.get());
    }
}
