package io.minikafka.server;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.minikafka.broker.Broker;
import io.minikafka.grpc.OpenTransports;
import io.minikafka.metrics.BoundedTags;
import io.minikafka.metrics.BrokerTraffic;
import io.minikafka.metrics.GoneTopics;
import io.minikafka.metrics.GroupLagMetrics;
import io.minikafka.security.Origin.Door;
import io.minikafka.store.TopicName;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
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
    ConnectionCounts connectionCounts(OpenTransports grpc, @Nullable RespDoor redis, ApplicationContext context) {
        return new ConnectionCounts(grpc, redis, context);
    }

    @Bean
    MeterBinder connectionMetrics(ConnectionCounts connections) {
        return registry -> {
            for (Door door : Door.values()) {
                Gauge.builder("minikafka.connections", connections, counts -> counts.open(door))
                        .description("Open connections")
                        .tag("door", door.text())
                        .register(registry);
            }
        };
    }

    @Bean
    MeterBinder readinessMetric(GrpcHealth health) {
        return registry -> Gauge.builder("minikafka.ready", health, asked -> asked.isServing() ? 1 : 0)
                .description("1 while traffic is taken, else 0")
                .register(registry);
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
        MetricsProperties metrics = properties.metrics();
        Duration interval = metrics.groupLagInterval();
        return interval.isZero()
                ? null
                : new GroupLagMetrics(
                        broker, registry, topicTags, new BoundedTags<>(metrics.maxGroups()), waitTimer, interval);
    }
}
