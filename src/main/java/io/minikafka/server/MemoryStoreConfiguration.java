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
    MemoryStoreConfiguration(Environment environment) {
        OneBackend.check(environment);
    }

    @Bean
    MessageStore messageStore(MinikafkaProperties properties, Clock clock) {
        long maxBytes = properties.memory().maxBytes(Runtime.getRuntime().maxMemory());
        return PartitionBound.of(properties).of(new InMemoryMessageStore(properties.storeLimits(), clock, maxBytes));
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
