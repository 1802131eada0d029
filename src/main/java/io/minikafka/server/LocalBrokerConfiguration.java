package io.minikafka.server;

import io.minikafka.broker.Broker;
import io.minikafka.broker.BrokerOptions;
import io.minikafka.broker.LocalBroker;
import io.minikafka.group.OffsetLog;
import io.minikafka.store.MessageStore;
import java.util.concurrent.ScheduledExecutorService;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** The broker over a store of this process, and what looks after the store. */
@Configuration(proxyBeanMethods = false)
@Profile("!kafka")
class LocalBrokerConfiguration {
    @Bean
    Broker broker(MessageStore store, OffsetLog offsets, BrokerOptions options, ScheduledExecutorService waitTimer) {
        return new LocalBroker(store, offsets, options, waitTimer);
    }

    @Bean
    RetentionSchedule retentionSchedule(MessageStore store, MinikafkaProperties properties) {
        return new RetentionSchedule(store, properties.retentionCheckInterval());
    }

    @Bean
    StoreHealth storeHealthIndicator(MessageStore store, BackendDescription description) {
        return new StoreHealth(store, description);
    }
}
