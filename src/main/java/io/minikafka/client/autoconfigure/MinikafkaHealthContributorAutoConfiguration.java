package io.minikafka.client.autoconfigure;

import io.minikafka.client.MessagingClient;
import io.minikafka.client.spring.MinikafkaListenerRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** Health of the server and of the listeners, unless {@code management.health.minikafka.enabled} is false. */
@AutoConfiguration(
        after = {MinikafkaClientAutoConfiguration.class, MinikafkaListenerAutoConfiguration.class},
        beforeName =
                "org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration")
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnSingleCandidate(MessagingClient.class)
@ConditionalOnEnabledHealthIndicator("minikafka")
@EnableConfigurationProperties(MinikafkaClientProperties.class)
public final class MinikafkaHealthContributorAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean(name = {"minikafkaHealthIndicator", "minikafkaHealthContributor"})
    HealthContributor minikafkaHealthContributor(
            MessagingClient client,
            MinikafkaClientProperties properties,
            ObjectProvider<MinikafkaConnectionDetails> connection,
            ObjectProvider<MinikafkaListenerRegistry> listeners) {
        return new MinikafkaHealthIndicator(
                client, properties.transport(), connection.getIfAvailable(), listeners.getIfAvailable());
    }
}
