package io.minikafka.client.autoconfigure;

import io.lettuce.core.RedisClient;
import io.minikafka.client.Credentials;
import io.minikafka.client.MessagingClient;
import io.minikafka.client.redis.RedisMinikafkaClient;
import io.minikafka.client.redis.RedisMinikafkaClientBuilder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslManagerBundle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The client of transport redis. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(RedisClient.class)
@ConditionalOnProperty(name = "minikafka.client.transport", havingValue = "redis")
class RedisClientConfiguration {
    @Bean
    @ConditionalOnMissingBean(MessagingClient.class)
    RedisMinikafkaClient minikafkaClient(
            MinikafkaClientProperties properties,
            MinikafkaConnectionDetails connection,
            ObjectProvider<RedisMinikafkaClientBuilderCustomizer> customizers) {
        RedisMinikafkaClientBuilder builder = RedisMinikafkaClient.builder(connection.target(Transport.REDIS))
                .requestTimeout(properties.requestTimeout());
        Credentials credentials = properties.credentials();
        if (credentials != null) {
            builder.credentials(credentials);
        }
        SslBundle bundle = connection.sslBundle();
        if (bundle != null) {
            SslManagerBundle managers = bundle.getManagers();
            builder.tls(managers.getKeyManagerFactory(), managers.getTrustManagerFactory());
        }
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        return builder.build();
    }
}
