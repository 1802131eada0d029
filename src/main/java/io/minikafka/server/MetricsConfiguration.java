package io.minikafka.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.minikafka.broker.Broker;
import io.minikafka.grpc.OpenTransports;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is measured for monitoring. */
@Configuration(proxyBeanMethods = false)
class MetricsConfiguration {
    @Bean
    ConnectionCounts connectionCounts(OpenTransports grpc, ObjectProvider<RespDoor> redis, ApplicationContext context) {
        return new ConnectionCounts(grpc, redis.getIfAvailable(), context);
    }

    /** None when the interval is zero. */
    @Bean
    @Nullable
    GroupLagMetrics groupLagMetrics(
            Broker broker, MeterRegistry registry, ScheduledExecutorService waitTimer, MinikafkaProperties properties) {
        Duration interval = properties.metrics().groupLagInterval();
        return interval.isZero() ? null : new GroupLagMetrics(broker, registry, waitTimer, interval);
    }
}
