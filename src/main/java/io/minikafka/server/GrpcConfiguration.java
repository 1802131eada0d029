package io.minikafka.server;

import io.grpc.BindableService;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServiceDescriptor;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.minikafka.broker.Broker;
import io.minikafka.grpc.CallerInterceptor;
import io.minikafka.grpc.CompatibilityService;
import io.minikafka.grpc.ConsumerService;
import io.minikafka.grpc.GroupService;
import io.minikafka.grpc.GrpcServerSettings;
import io.minikafka.grpc.MessageService;
import io.minikafka.grpc.OpenTransports;
import io.minikafka.grpc.TopicService;
import io.minikafka.security.Authenticator;
import io.minikafka.security.BrokerViews;
import io.minikafka.security.Origin.Door;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.grpc.server.autoconfigure.GrpcServerFactoryCustomizer;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.grpc.server.GlobalServerInterceptor;
import org.springframework.grpc.server.NettyGrpcServerFactory;
import org.springframework.grpc.server.ServerBuilderCustomizer;

/** The gRPC door: our services on the server that Spring Boot configures. */
@Configuration(proxyBeanMethods = false)
class GrpcConfiguration {
    /** What the services use for a call without a caller: the broker, or where callers are asked for one that refuses. */
    private final Broker broker;

    private final BrokerViews views;
    private final Authenticator authenticator;

    GrpcConfiguration(DoorViews doors, Authenticator authenticator) {
        this.views = doors.of(Door.GRPC);
        this.broker = views.of(authenticator.withoutCredentials());
        this.authenticator = authenticator;
    }

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
    OpenTransports openTransports() {
        return new OpenTransports();
    }

    @Bean
    ServerBuilderCustomizer<NettyServerBuilder> grpcServerSettings(
            MinikafkaProperties properties, OpenTransports transports) {
        GrpcServerSettings settings = new GrpcServerSettings(properties.storeLimits());
        return builder -> settings.applyTo(builder).addTransportFilter(transports);
    }

    @Bean
    CompatibilityService compatibilityService(MinikafkaProperties properties) {
        return new CompatibilityService(broker, properties.replyLimits());
    }

    @Bean
    MessageService messageService(MinikafkaProperties properties) {
        return new MessageService(broker, properties.replyLimits());
    }

    @Bean
    TopicService topicService() {
        return new TopicService(broker);
    }

    @Bean
    ConsumerService consumerService(MinikafkaProperties properties) {
        return new ConsumerService(broker, properties.replyLimits());
    }

    @Bean
    GroupService groupService() {
        return new GroupService(broker);
    }

    @Bean
    @GlobalServerInterceptor
    @Order(Ordered.HIGHEST_PRECEDENCE)
    CallerInterceptor callerInterceptor(MinikafkaProperties properties) {
        return new CallerInterceptor(authenticator, views, properties.ssl().hasClientCertificates());
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

    /** Whether callers must say who they are; not those that only ask for the service's health, such as probes. */
    private boolean isGuarded(ServiceDescriptor service) {
        return authenticator.isRequired() && !service.getName().equals(HealthGrpc.SERVICE_NAME);
    }

    /** Ours map every error themselves, so nothing else needs to stand between a call and its service. */
    @Bean
    GrpcServerFactoryCustomizer grpcServerInterceptors() {
        return factory -> ((NettyGrpcServerFactory) factory).setInterceptorFilter((interceptor, service) -> {
            ServiceDescriptor descriptor = service.getServiceDescriptor();
            return interceptor instanceof CallerInterceptor
                    ? isGuarded(descriptor)
                    : interceptor instanceof OpenStreams && hasStreams(descriptor);
        });
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
