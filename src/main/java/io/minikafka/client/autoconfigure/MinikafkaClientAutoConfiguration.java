package io.minikafka.client.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;

/**
 * A client, once the application says where the server is: {@code minikafka.client.target}, or a
 * {@link MinikafkaConnectionDetails} bean. An application's own {@code MessagingClient} replaces it.
 */
@AutoConfiguration(after = SslAutoConfiguration.class)
@Conditional(OnConnection.class)
@EnableConfigurationProperties(MinikafkaClientProperties.class)
@Import({GrpcClientConfiguration.class, RedisClientConfiguration.class, LettuceMissingConfiguration.class})
public final class MinikafkaClientAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean(MinikafkaConnectionDetails.class)
    PropertiesMinikafkaConnectionDetails minikafkaConnectionDetails(
            MinikafkaClientProperties properties, ObjectProvider<SslBundles> bundles) {
        return new PropertiesMinikafkaConnectionDetails(properties, bundles.getIfAvailable());
    }
}
