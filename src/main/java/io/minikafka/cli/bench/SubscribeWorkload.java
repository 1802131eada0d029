package io.minikafka.cli.bench;

import io.minikafka.client.ConsumedMessage;
import io.minikafka.client.MinikafkaClient;
import io.minikafka.client.StartPosition;
import io.minikafka.client.Subscription;
import io.minikafka.client.SubscriptionListener;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Is pushed everything up to the end, and again from the start. */
final class SubscribeWorkload implements Workload {
    private static final long LOOK_AGAIN_MILLIS = 50;

    private final MinikafkaClient client;
    private final BenchPlan plan;

    SubscribeWorkload(MinikafkaClient client, BenchPlan plan) {
        this.client = client;
        this.plan = plan;
    }

    @Override
    public void run(Meter meter) throws Exception {
        long end = client.topics().describe(plan.topic()).partitions().get(0).logEndOffset();
        while (meter.isRunning()) {
            Round round = new Round(meter, end);
            try (Subscription subscription = client.subscribe(plan.topic(), StartPosition.earliest(), round)) {
                round.await(subscription);
            }
        }
    }

    /** Once from start to end. */
    private static final class Round implements SubscriptionListener {
        private final Meter meter;
        private final long end;
        private final CompletableFuture<Void> over = new CompletableFuture<>();
        private long last = System.nanoTime();

        Round(Meter meter, long end) {
            this.meter = meter;
            this.end = end;
        }

        @Override
        public void onMessages(List<ConsumedMessage> messages) {
            long now = System.nanoTime();
            meter.latency(now - last);
            last = now;
            meter.add(messages.size());
            if (messages.get(messages.size() - 1).offset() >= end - 1) {
                over.complete(null);
            }
        }

        void await(Subscription subscription) throws Exception {
            CompletableFuture<Object> first = CompletableFuture.anyOf(over, subscription.ended());
            while (meter.isRunning()) {
                try {
                    first.get(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
                    return;
                } catch (TimeoutException notYet) {
                    // The meter may have stopped.
                } catch (ExecutionException failed) {
                    Failures.rethrow(failed.getCause());
                }
            }
        }
    }
}
