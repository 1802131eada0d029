package io.minikafka.server;

import io.minikafka.group.OffsetLog;
import io.minikafka.group.VolatileOffsetLog;
import io.minikafka.store.MessageStore;
import io.minikafka.store.memory.InMemoryMessageStore;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;

/** Profile {@code memory}: topics and committed offsets that end with the process. */
@Configuration(proxyBeanMethods = false)
@Profile("memory & !kafka")
class MemoryStoreConfiguration {
    private final MinikafkaProperties properties;
    private final InMemoryMessageStore store;

    MemoryStoreConfiguration(Environment environment, MinikafkaProperties properties, Clock clock) {
        OneBackend.check(environment);
        this.properties = properties;
        this.store = new InMemoryMessageStore(
                properties.storeLimits(),
                clock,
                properties.memory().maxBytes(Runtime.getRuntime().maxMemory()));
    }

    @Bean
    MessageStore messageStore() {
        return PartitionBound.of(properties).of(store);
    }

    @Bean
    MemoryMetrics memoryMetrics() {
        return new MemoryMetrics(store);
    }

    @Bean
    OffsetLog offsetLog() {
        return new VolatileOffsetLog();
    }

    @Bean
    BackendDescription backendDescription() {
        return new BackendDescription("memory store", "memory");
    }
}
