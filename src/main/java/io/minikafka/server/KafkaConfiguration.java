package io.minikafka.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.minikafka.broker.BrokerOptions;
import io.minikafka.kafka.KafkaBroker;
import io.minikafka.kafka.KafkaMetrics;
import io.minikafka.kafka.KafkaSettings;
import io.minikafka.metrics.BoundedTags;
import io.minikafka.metrics.BrokerTraffic;
import io.minikafka.store.TopicName;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/** Profile {@code kafka}: topics and committed offsets are in an Apache Kafka cluster. */
@Configuration(proxyBeanMethods = false)
@Profile("kafka")
class KafkaConfiguration {
    /** Before it, a virtual thread that waits in a selector, as Kafka's clients do, keeps a carrier; those are 256. */
    private static final int SELECTORS_RELEASE_CARRIERS = 24;

    KafkaConfiguration(Environment environment) {
        OneBackend.check(environment);
    }

    @Bean
    KafkaBroker broker(
            KafkaSettings settings,
            BrokerOptions options,
            MinikafkaProperties properties,
            KafkaMetrics metrics,
            SimpleAsyncTaskExecutorBuilder executors,
            ScheduledExecutorService waitTimer) {
        return new KafkaBroker(settings, options, properties.storeLimits(), metrics, threads(executors), waitTimer);
    }

    /** A thread for each task, at once, whatever bounds are set for other tasks: these wait for each other's ends. */
    private static Executor threads(SimpleAsyncTaskExecutorBuilder executors) {
        SimpleAsyncTaskExecutorBuilder unbounded = executors
                .threadNamePrefix("minikafka-kafka-")
                .concurrencyLimit(SimpleAsyncTaskExecutor.UNBOUNDED_CONCURRENCY);
        return Runtime.version().feature() < SELECTORS_RELEASE_CARRIERS
                ? unbounded.virtualThreads(false).build()
                : unbounded.build();
    }

    @Bean
    BrokerTraffic brokerTraffic(MeterRegistry registry, BoundedTags<TopicName> topicTags) {
        return BrokerTraffic.ofCluster(registry, topicTags);
    }

    @Bean
    KafkaMetrics kafkaMetrics(MeterRegistry registry) {
        return new KafkaMetrics(registry);
    }

    @Bean
    BackendDescription backendDescription(KafkaSettings settings) {
        return new BackendDescription("Kafka at " + settings.bootstrapServers(), "cluster");
    }

    @Bean
    KafkaHealth kafkaHealthIndicator(KafkaBroker broker, BackendDescription description) {
        return new KafkaHealth(broker.cluster(), description);
    }

    @Bean
    KafkaAvailability kafkaAvailability(KafkaBroker broker, ApplicationEventPublisher publisher) {
        return new KafkaAvailability(broker.cluster(), publisher);
    }
}
