package io.minikafka.server;

import io.minikafka.store.MessageStore;
import io.minikafka.store.memory.InMemoryMessageStore;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** Profile {@code memory}: topics that end with the process. */
@Configuration(proxyBeanMethods = false)
@Profile("memory")
class MemoryStoreConfiguration {
    @Bean
    MessageStore messageStore(MinikafkaProperties properties, Clock clock) {
        return new InMemoryMessageStore(properties.storeLimits(), clock);
    }

    @Bean
    StoreDescription storeDescription() {
        return new StoreDescription("memory store", "memory");
    }
}
