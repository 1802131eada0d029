package io.minikafka.server;

import io.minikafka.store.MessageStore;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Up while the store answers. */
final class StoreHealth extends AbstractHealthIndicator {
    private final MessageStore store;
    private final BackendDescription description;

    StoreHealth(MessageStore store, BackendDescription description) {
        super("The store does not answer");
        this.store = store;
        this.description = description;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        builder.up()
                .withDetail("store", description.text())
                .withDetail("topics", store.topics().size());
    }
}
