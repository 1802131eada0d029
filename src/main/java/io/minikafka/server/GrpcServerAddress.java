package io.minikafka.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.grpc.server.autoconfigure.GrpcServerProperties;

/** Gives Spring Boot's gRPC server the address of {@code minikafka.host}. */
final class GrpcServerAddress implements BeanPostProcessor {
    private final ObjectProvider<MinikafkaProperties> properties;

    GrpcServerAddress(ObjectProvider<MinikafkaProperties> properties) {
        this.properties = properties;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof GrpcServerProperties server) {
            ListenAddress host = properties.getObject().host();
            server.setPort(host.port());
            server.setAddress(host.address().isAnyLocalAddress() ? null : literal(host.address()));
        }
        return bean;
    }

    /**
     * The address under a name that survives the text Spring Boot makes of it and reads again, and that needs no name
     * service: IPv6 in brackets, where the JDK takes a first pair away.
     */
    private static InetAddress literal(InetAddress address) {
        String text = address.getHostAddress();
        try {
            return InetAddress.getByAddress(
                    address instanceof Inet6Address ? "[[" + text + "]]" : text, address.getAddress());
        } catch (UnknownHostException e) {
            throw new AssertionError("An address has a legal length", e);
        }
    }
}
