package io.minikafka.server;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.minikafka.store.memory.InMemoryMessageStore;

/** Publishes what the messages of the memory store take, and beyond how much producing is refused. */
final class MemoryMetrics implements MeterBinder {
    private final InMemoryMessageStore store;

    MemoryMetrics(InMemoryMessageStore store) {
        this.store = store;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("minikafka.memory.held", store, InMemoryMessageStore::heldBytes)
                .description("What all messages take together")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("minikafka.memory.limit", store, InMemoryMessageStore::maxBytes)
                .description("What they may take before producing is refused")
                .baseUnit("bytes")
                .register(registry);
    }
}
