package io.minikafka.server;

import io.minikafka.kafka.KafkaSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.ProducerFactory;

/** Where the cluster is and how its clients are set. */
@Configuration(proxyBeanMethods = false)
@Profile("kafka")
class KafkaSettingsConfiguration {
    @Bean
    LibrdkafkaFile librdkafkaFile(MinikafkaProperties properties) {
        return LibrdkafkaFile.read(properties.kafka().librdkafkaConfig());
    }

    @Bean
    ConsumerDefaults consumerDefaults(LibrdkafkaFile file) {
        return new ConsumerDefaults(file.config().clientDefaults());
    }

    /**
     * What Spring Boot makes of {@code spring.kafka}, with SSL bundles, connection details and customizers, rather than
     * the properties themselves.
     */
    @Bean
    KafkaSettings kafkaSettings(
            ProducerFactory<?, ?> producer,
            ConsumerFactory<?, ?> consumer,
            KafkaAdmin admin,
            MinikafkaProperties properties,
            LibrdkafkaFile file) {
        MinikafkaProperties.Kafka kafka = properties.kafka();
        return new KafkaSettings(
                file.over(producer.getConfigurationProperties(), file.config().producer()),
                file.over(consumer.getConfigurationProperties(), file.config().consumer()),
                file.over(admin.getConfigurationProperties(), file.config().admin()),
                (short) kafka.replicationFactor(),
                kafka.requestTimeout(),
                kafka.maxReaders());
    }
}
