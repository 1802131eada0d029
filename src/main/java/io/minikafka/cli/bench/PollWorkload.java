package io.minikafka.cli.bench;

import io.minikafka.client.Consumer;
import io.minikafka.client.MinikafkaClient;
import io.minikafka.client.StartPosition;
import java.time.Duration;

/** Polls to the end, and again from the start. */
final class PollWorkload implements Workload {
    private final MinikafkaClient client;
    private final BenchPlan plan;

    PollWorkload(MinikafkaClient client, BenchPlan plan) {
        this.client = client;
        this.plan = plan;
    }

    @Override
    public void run(Meter meter) {
        try (Consumer consumer = client.consumer(plan.topic(), StartPosition.earliest())) {
            while (meter.isRunning()) {
                long started = System.nanoTime();
                int read = consumer.poll(Duration.ZERO).size();
                if (read == 0) {
                    consumer.seek(StartPosition.earliest());
                } else {
                    meter.latency(System.nanoTime() - started);
                    meter.add(read);
                }
            }
        }
    }
}
