package io.minikafka.client.autoconfigure;

import io.minikafka.client.Target;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;
import org.testcontainers.containers.Container;

/** Finds the server in a test's container with {@code @ServiceConnection("minikafka")}, or of an image of that name. */
final class MinikafkaContainerConnectionDetailsFactory
        extends ContainerConnectionDetailsFactory<Container<?>, MinikafkaConnectionDetails> {
    MinikafkaContainerConnectionDetailsFactory() {
        super("minikafka");
    }

    @Override
    protected MinikafkaConnectionDetails getContainerConnectionDetails(ContainerConnectionSource<Container<?>> source) {
        return new Details(source);
    }

    private static final class Details extends ContainerConnectionDetails<Container<?>>
            implements MinikafkaConnectionDetails {
        Details(ContainerConnectionSource<Container<?>> source) {
            super(source);
        }

        @Override
        public String target(Transport transport) {
            Container<?> container = getContainer();
            return new Target(container.getHost(), container.getMappedPort(transport.defaultPort())).toString();
        }

        @Override
        public @Nullable SslBundle sslBundle() {
            return getSslBundle();
        }
    }
}
