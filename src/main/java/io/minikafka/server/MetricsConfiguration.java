package io.minikafka.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.minikafka.broker.Broker;
import io.minikafka.metrics.BoundedTags;
import io.minikafka.metrics.BrokerTraffic;
import io.minikafka.metrics.GoneTopics;
import io.minikafka.metrics.GroupLagMetrics;
import io.minikafka.store.TopicName;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is measured for monitoring, whatever is behind the broker. */
@Configuration(proxyBeanMethods = false)
class MetricsConfiguration {
    /** No longer than what a monitoring system takes between two looks. */
    private static final Duration GONE_TOPICS_INTERVAL = Duration.ofSeconds(15);

    @Bean
    BoundedTags<TopicName> topicTags(MinikafkaProperties properties) {
        return new BoundedTags<>(properties.metrics().maxTopics());
    }

    @Bean
    GoneTopics goneTopics(Broker broker, BrokerTraffic traffic, ScheduledExecutorService waitTimer) {
        return new GoneTopics(broker, traffic, waitTimer, GONE_TOPICS_INTERVAL);
    }

    /** None when the interval is zero. */
    @Bean
    @Nullable
    GroupLagMetrics groupLagMetrics(
            Broker broker,
            MeterRegistry registry,
            BoundedTags<TopicName> topicTags,
            ScheduledExecutorService waitTimer,
            MinikafkaProperties properties) {
        MinikafkaProperties.Metrics metrics = properties.metrics();
        Duration interval = metrics.groupLagInterval();
        return interval.isZero()
                ? null
                : new GroupLagMetrics(
                        broker, registry, topicTags, new BoundedTags<>(metrics.maxGroups()), waitTimer, interval);
    }
}
