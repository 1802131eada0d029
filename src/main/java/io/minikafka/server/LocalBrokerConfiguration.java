package io.minikafka.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.minikafka.broker.Broker;
import io.minikafka.broker.BrokerOptions;
import io.minikafka.broker.LocalBroker;
import io.minikafka.group.OffsetLog;
import io.minikafka.metrics.BoundedTags;
import io.minikafka.metrics.BrokerTraffic;
import io.minikafka.metrics.LogMetrics;
import io.minikafka.metrics.MeasuredStore;
import io.minikafka.store.MessageStore;
import io.minikafka.store.TopicName;
import java.util.concurrent.ScheduledExecutorService;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** The broker over a store of this process, and what looks after the store. */
@Configuration(proxyBeanMethods = false)
@Profile("!kafka")
class LocalBrokerConfiguration {
    @Bean
    Broker broker(
            MessageStore store,
            OffsetLog offsets,
            BrokerOptions options,
            ScheduledExecutorService waitTimer,
            MeterRegistry registry) {
        return new LocalBroker(new MeasuredStore(store, registry), offsets, options, waitTimer);
    }

    @Bean
    BrokerTraffic brokerTraffic(MeterRegistry registry, BoundedTags<TopicName> topicTags) {
        return BrokerTraffic.ofStore(registry, topicTags);
    }

    @Bean
    LogMetrics logMetrics(MessageStore store, MeterRegistry registry, BoundedTags<TopicName> topicTags) {
        return new LogMetrics(store, registry, topicTags);
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
