package io.minikafka.server;

import io.grpc.BindableService;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServiceDescriptor;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.minikafka.broker.Broker;
import io.minikafka.grpc.CompatibilityService;
import io.minikafka.grpc.ConsumerService;
import io.minikafka.grpc.GroupService;
import io.minikafka.grpc.GrpcServerSettings;
import io.minikafka.grpc.MessageService;
import io.minikafka.grpc.TopicService;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.grpc.server.autoconfigure.GrpcServerFactoryCustomizer;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
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

    /** Under this name it replaces Spring Boot's. */
    @Bean("nettyGrpcServerLifecycle")
    GrpcDoor grpcDoor(
            NettyGrpcServerFactory factory, MinikafkaProperties properties, ApplicationEventPublisher publisher) {
        return new GrpcDoor(factory, properties.host(), properties.shutdown().gracePeriod(), publisher);
    }

    @Bean
    ServerBuilderCustomizer<NettyServerBuilder> grpcServerSettings(MinikafkaProperties properties) {
        return new GrpcServerSettings(properties.storeLimits())::applyTo;
    }

    @Bean
    CompatibilityService compatibilityService(Broker broker, MinikafkaProperties properties) {
        return new CompatibilityService(broker, properties.replyLimits());
    }

    @Bean
    MessageService messageService(Broker broker, MinikafkaProperties properties) {
        return new MessageService(broker, properties.replyLimits());
    }

    @Bean
    TopicService topicService(Broker broker) {
        return new TopicService(broker);
    }

    @Bean
    ConsumerService consumerService(Broker broker, MinikafkaProperties properties) {
        return new ConsumerService(broker, properties.replyLimits());
    }

    @Bean
    GroupService groupService(Broker broker) {
        return new GroupService(broker);
    }

    @Bean
    @GlobalServerInterceptor
    OpenStreams openStreams() {
        return new OpenStreams();
    }

    /** Group consumers' streams end otherwise: {@link ConsumerService#drain}. */
    private static boolean hasStreams(ServiceDescriptor service) {
        return !service.getName().equals(ConsumerService.NAME)
                && service.getMethods().stream().anyMatch(method -> method.getType() != MethodType.UNARY);
    }

    /** Ours map every error themselves, so nothing needs to stand between a call and its service. */
    @Bean
    GrpcServerFactoryCustomizer grpcServerInterceptors() {
        return factory -> ((NettyGrpcServerFactory) factory)
                .setInterceptorFilter((interceptor, service) ->
                        interceptor instanceof OpenStreams && hasStreams(service.getServiceDescriptor()));
    }

    @Bean
    GrpcHealth grpcHealth(HealthStatusManager manager, List<BindableService> services) {
        return new GrpcHealth(manager, services);
    }

    @Bean
    Drain drain(Broker broker, OpenStreams openStreams, ConsumerService consumers) {
        return new Drain(broker, openStreams, consumers);
    }
}
