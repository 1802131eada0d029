package io.minikafka.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.minikafka.store.DelegatingStore;
import io.minikafka.store.MessageStore;
import io.minikafka.store.ReadResult;
import io.minikafka.store.TopicPartition;
import java.util.concurrent.TimeUnit;

/**
 * A store whose reads are timed, {@code minikafka.fetch}: those that found messages, for readers and for groups alike,
 * without any waiting for messages.
 */
public final class MeasuredStore extends DelegatingStore {
    private final Timer fetches;

    public MeasuredStore(MessageStore store, MeterRegistry registry) {
        super(store);
        this.fetches = BrokerTraffic.fetchTimer(registry);
    }

    @Override
    public ReadResult read(TopicPartition partition, long offset, int maxMessages, int maxBytes) {
        long begin = System.nanoTime();
        ReadResult result = delegate.read(partition, offset, maxMessages, maxBytes);
        if (!result.messages().isEmpty()) {
            fetches.record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
        }
        return result;
    }
}
