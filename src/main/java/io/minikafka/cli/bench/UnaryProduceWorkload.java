package io.minikafka.cli.bench;

import io.minikafka.client.MinikafkaClient;
import io.minikafka.client.ProducerMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A request at a time from each of several callers. */
final class UnaryProduceWorkload implements Workload {
    private final MinikafkaClient client;
    private final BenchPlan plan;

    UnaryProduceWorkload(MinikafkaClient client, BenchPlan plan) {
        this.client = client;
        this.plan = plan;
    }

    @Override
    public void run(Meter meter) throws Exception {
        List<ProducerMessage> messages = plan.messages();
        ExecutorService callers = Executors.newFixedThreadPool(plan.callers());
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < plan.callers(); i++) {
                running.add(callers.submit(() -> call(messages, meter)));
            }
            for (Future<?> caller : running) {
                caller.get();
            }
        } finally {
            callers.shutdownNow();
        }
    }

    private void call(List<ProducerMessage> messages, Meter meter) {
        while (meter.isRunning()) {
            long started = System.nanoTime();
            client.produce(plan.topic(), messages);
            meter.latency(System.nanoTime() - started);
            meter.add(messages.size());
        }
    }
}
