package io.minikafka.client.autoconfigure;

import io.minikafka.client.Target;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.boot.ssl.SslBundle;

/** Finds the server among the services of Docker Compose, by its image, {@code minikafka}, or its label. */
final class MinikafkaDockerComposeConnectionDetailsFactory
        extends DockerComposeConnectionDetailsFactory<MinikafkaConnectionDetails> {
    MinikafkaDockerComposeConnectionDetailsFactory() {
        super("minikafka");
    }

    @Override
    protected MinikafkaConnectionDetails getDockerComposeConnectionDetails(DockerComposeConnectionSource source) {
        return new Details(source.getRunningService());
    }

    private static final class Details extends DockerComposeConnectionDetails implements MinikafkaConnectionDetails {
        private final RunningService service;
        private final @Nullable SslBundle bundle;

        Details(RunningService service) {
            super(service);
            this.service = service;
            this.bundle = getSslBundle(service);
        }

        @Override
        public String target(Transport transport) {
            return new Target(service.host(), service.ports().get(transport.defaultPort())).toString();
        }

        @Override
        public @Nullable SslBundle sslBundle() {
            return bundle;
        }
    }
}
