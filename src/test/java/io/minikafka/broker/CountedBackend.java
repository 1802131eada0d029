package io.minikafka.broker;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.minikafka.metrics.BoundedTags;
import io.minikafka.metrics.BrokerTraffic;
import io.minikafka.security.Origin.Door;
import io.minikafka.store.TopicPartition;
import java.util.concurrent.ScheduledExecutorService;

/** A backend whose brokers are counted, as the doors have them: nothing about them may differ. */
record CountedBackend(Backend backend) implements Backend {
    @Override
    public Broker broker(BrokerOptions options, ScheduledExecutorService timer) {
        return BrokerTraffic.ofStore(new SimpleMeterRegistry(), new BoundedTags<>(100))
                .counting(Door.GRPC, backend.broker(options, timer));
    }

    @Override
    public void expire(TopicPartition partition) {
        backend.expire(partition);
    }

    @Override
    public long now() {
        return backend.now();
    }

    @Override
    public void waitUntil(long timestamp) {
        backend.waitUntil(timestamp);
    }

    @Override
    public void restart() {
        backend.restart();
    }

    @Override
    public void close() {
        backend.close();
    }
}
