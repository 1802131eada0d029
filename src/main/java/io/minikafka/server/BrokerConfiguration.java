package io.minikafka.server;

import io.minikafka.broker.BrokerOptions;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/** What every broker needs, whatever is behind it. */
@Configuration(proxyBeanMethods = false)
class BrokerConfiguration {
    @Bean
    BrokerOptions brokerOptions(MinikafkaProperties properties) {
        return new BrokerOptions(
                properties.topicDefaults(), properties.topic().autoCreate(), properties.groupOptions());
    }

    /** Ends bounded waits. Those that ended early leave at once, so that what they hold is freed. */
    @Bean(destroyMethod = "shutdown")
    ScheduledExecutorService waitTimer() {
        var timer = new ScheduledThreadPoolExecutor(1, new CustomizableThreadFactory("minikafka-wait-"));
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return timer;
    }
}
