package io.minikafka.server;

import io.grpc.BindableService;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.minikafka.broker.Broker;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.grpc.server.autoconfigure.GrpcServerFactoryCustomizer;
import org.springframework.boot.grpc.server.autoconfigure.GrpcServerProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.grpc.server.GlobalServerInterceptor;
import org.springframework.grpc.server.NettyGrpcServerFactory;
import org.springframework.grpc.server.ServerBuilderCustomizer;

/** The gRPC door: our services on the server that Spring Boot configures. */
@Configuration(proxyBeanMethods = false)
class GrpcConfiguration {
    @Bean
    static GrpcServerAddress grpcServerAddress(ObjectProvider<MinikafkaProperties> properties) {
        return new GrpcServerAddress(properties);
    }

    @Bean
    GrpcDoor grpcDoor(
            NettyGrpcServerFactory factory, MinikafkaProperties properties, ApplicationEventPublisher publisher) {
        return new GrpcDoor(factory, properties.host(), properties.shutdown().gracePeriod(), publisher);
    }

    @Bean
    ServerBuilderCustomizer<NettyServerBuilder> grpcServerSettings(MinikafkaProperties properties) {
        return builder -> {};
    }

    @Bean
    @GlobalServerInterceptor
    EndlessCalls endlessCalls() {
        return new EndlessCalls();
    }

    /** Ours map every error themselves, so nothing needs to stand between a call and its service. */
    @Bean
    GrpcServerFactoryCustomizer grpcServerInterceptors() {
        return factory -> ((NettyGrpcServerFactory) factory)
                .setInterceptorFilter((interceptor, service) -> interceptor instanceof EndlessCalls
                        && service.getServiceDescriptor().getName().startsWith("grpc."));
    }

    @Bean
    @Lazy(false)
    GrpcHealth grpcHealth(HealthStatusManager manager, List<BindableService> services) {
        return new GrpcHealth(manager, services);
    }

    @Bean
    Drain drain(Broker broker, EndlessCalls endlessCalls) {
        return new Drain(broker, endlessCalls);
    }
}
