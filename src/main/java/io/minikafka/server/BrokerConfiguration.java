package io.minikafka.server;

import io.minikafka.broker.Broker;
import io.minikafka.broker.BrokerOptions;
import io.minikafka.broker.LocalBroker;
import io.minikafka.group.OffsetLog;
import io.minikafka.store.MessageStore;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/** The broker over a store of this process. */
@Configuration(proxyBeanMethods = false)
class BrokerConfiguration {
    @Bean
    Broker broker(
            MessageStore store, OffsetLog offsets, MinikafkaProperties properties, ScheduledExecutorService waitTimer) {
        BrokerOptions options = new BrokerOptions(
                properties.topicDefaults(), properties.topic().autoCreate(), properties.groupOptions());
        return new LocalBroker(store, offsets, options, waitTimer);
    }

    /** Ends bounded waits. Those that ended early leave at once, so that what they hold is freed. */
    @Bean(destroyMethod = "shutdown")
    ScheduledExecutorService waitTimer() {
        var timer = new ScheduledThreadPoolExecutor(1, new CustomizableThreadFactory("minikafka-wait-"));
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return timer;
    }

    @Bean
    RetentionSchedule retentionSchedule(MessageStore store, MinikafkaProperties properties) {
        return new RetentionSchedule(store, properties.retentionCheckInterval());
    }

    @Bean
    StoreHealth storeHealthIndicator(MessageStore store, StoreDescription description) {
        return new StoreHealth(store, description);
    }
}
