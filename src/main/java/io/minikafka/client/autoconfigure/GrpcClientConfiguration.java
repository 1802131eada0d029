package io.minikafka.client.autoconfigure;

import io.minikafka.client.Credentials;
import io.minikafka.client.MessagingClient;
import io.minikafka.client.MinikafkaClient;
import io.minikafka.client.MinikafkaClientBuilder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslManagerBundle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The client of transport grpc. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "minikafka.client.transport", havingValue = "grpc", matchIfMissing = true)
class GrpcClientConfiguration {
    @Bean
    @ConditionalOnMissingBean(MessagingClient.class)
    MinikafkaClient minikafkaClient(
            MinikafkaClientProperties properties,
            MinikafkaConnectionDetails connection,
            ObjectProvider<MinikafkaClientBuilderCustomizer> customizers) {
        MinikafkaClientBuilder builder = MinikafkaClient.builder(connection.target(Transport.GRPC))
                .requestTimeout(properties.requestTimeout())
                .maxResponseBytes(Math.toIntExact(properties.maxResponseSize().toBytes()));
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
