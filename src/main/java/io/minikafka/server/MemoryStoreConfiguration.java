package io.minikafka.server;

import io.minikafka.group.OffsetLog;
import io.minikafka.group.VolatileOffsetLog;
import io.minikafka.store.MessageStore;
import io.minikafka.store.memory.InMemoryMessageStore;
import java.time.Clock;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/** Profile {@code memory}: topics and committed offsets that end with the process. */
@Configuration(proxyBeanMethods = false)
@Profile("memory")
class MemoryStoreConfiguration {
    /** @throws InvalidConfigurationPropertyValueException when another store is selected as well */
    MemoryStoreConfiguration(Environment environment) {
        if (environment.acceptsProfiles(Profiles.of("file"))) {
            throw new InvalidConfigurationPropertyValueException(
                    "spring.profiles.active",
                    String.join(",", environment.getActiveProfiles()),
                    "accepted is one of memory and file");
        }
    }

    @Bean
    MessageStore messageStore(MinikafkaProperties properties, Clock clock) {
        return new InMemoryMessageStore(properties.storeLimits(), clock);
    }

    @Bean
    OffsetLog offsetLog() {
        return new VolatileOffsetLog();
    }

    @Bean
    StoreDescription storeDescription() {
        return new StoreDescription("memory store", "memory");
    }
}
