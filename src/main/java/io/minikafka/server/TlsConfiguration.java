package io.minikafka.server;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.grpc.server.autoconfigure.GrpcServerProperties;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The encryption of our doors; that of HTTP is Spring Boot's own. */
@Configuration(proxyBeanMethods = false)
class TlsConfiguration {
    /** None when no bundle is named. */
    @Bean
    @Nullable
    DoorTls doorTls(MinikafkaProperties properties, SslBundles bundles) {
        return properties.ssl().bundle().isBlank() ? null : new DoorTls(properties.ssl(), bundles);
    }

    /** Encrypts Spring Boot's gRPC server. */
    @Bean
    static BeanPostProcessor grpcServerTls(ObjectProvider<DoorTls> tls, ObjectProvider<SslBundleRegistry> bundles) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String beanName) {
                if (bean instanceof GrpcServerProperties server) {
                    tls.ifAvailable(ours -> ours.applyTo(server.getSsl(), bundles.getObject()));
                }
                return bean;
            }
        };
    }
}
