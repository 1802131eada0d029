package io.minikafka.client.autoconfigure;

import io.minikafka.client.MessagingClient;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Says what is missing, instead of leaving the application without a client. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnMissingClass("io.lettuce.core.RedisClient")
@ConditionalOnProperty(name = "minikafka.client.transport", havingValue = "redis")
class LettuceMissingConfiguration {
    @Bean
    @ConditionalOnMissingBean(MessagingClient.class)
    MessagingClient minikafkaClient() {
        throw new LettuceMissingException();
    }
}
