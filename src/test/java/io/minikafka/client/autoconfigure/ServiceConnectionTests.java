package io.minikafka.client.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Map;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetailsFactories;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetailsFactory;
import org.springframework.boot.docker.compose.core.ConnectionPorts;
import org.springframework.boot.docker.compose.core.ImageReference;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;
import org.springframework.mock.env.MockEnvironment;

/** Without Docker: what Spring Boot makes of services is real, these are not. */
class ServiceConnectionTests {
    @Test
    void aComposeServiceOfTheImageIsTheServer() throws Exception {
        MinikafkaConnectionDetails details = ofCompose(new Service("minikafka:1.0", Map.of()));
        assertThat(details.target(Transport.GRPC)).isEqualTo("127.0.0.1:19999");
        assertThat(details.target(Transport.REDIS)).isEqualTo("127.0.0.1:16380");
        assertThat(details.sslBundle()).isNull();
    }

    @Test
    void aComposeServiceOfAnotherImageIsTheServerByItsLabel() throws Exception {
        MinikafkaConnectionDetails details = ofCompose(new Service(
                "registry.example/team/topics:3", Map.of("org.springframework.boot.service-connection", "minikafka")));
        assertThat(details.target(Transport.GRPC)).isEqualTo("127.0.0.1:19999");
    }

    @Test
    void aPortThatIsNotMappedIsNamed() throws Exception {
        MinikafkaConnectionDetails details = ofCompose(new Service("minikafka", Map.of("only-grpc", "")));
        assertThat(details.target(Transport.GRPC)).isEqualTo("127.0.0.1:19999");
        assertThatIllegalStateException()
                .isThrownBy(() -> details.target(Transport.REDIS))
                .withMessageContaining("6380");
    }

    /** No more: what runs containers is not on the class path, and without it no container can be made. */
    @Test
    void springBootFindsTheFactoryForContainers() {
        assertThat(SpringFactoriesLoader.forDefaultResourceLocation(null)
                        .load(ConnectionDetailsFactory.class, FailureHandler.logging(LogFactory.getLog(getClass()))))
                .hasAtLeastOneElementOfType(MinikafkaContainerConnectionDetailsFactory.class)
                .hasAtLeastOneElementOfType(MinikafkaDockerComposeConnectionDetailsFactory.class);
    }

    private static MinikafkaConnectionDetails ofCompose(RunningService service) throws Exception {
        Constructor<DockerComposeConnectionSource> constructor =
                DockerComposeConnectionSource.class.getDeclaredConstructor(RunningService.class, Environment.class);
        constructor.setAccessible(true);
        return (MinikafkaConnectionDetails) new ConnectionDetailsFactories(null)
                .getConnectionDetails(constructor.newInstance(service, new MockEnvironment()), true)
                .get(MinikafkaConnectionDetails.class);
    }

    private record Service(String imageName, Map<String, String> labels) implements RunningService {
        @Override
        public String name() {
            return "topics";
        }

        @Override
        public ImageReference image() {
            return ImageReference.of(imageName);
        }

        @Override
        public String host() {
            return "127.0.0.1";
        }

        @Override
        public ConnectionPorts ports() {
            return new Ports(!labels.containsKey("only-grpc"));
        }

        @Override
        public Map<String, String> env() {
            return Map.of();
        }
    }

    private record Ports(boolean redis) implements ConnectionPorts {
        @Override
        public int get(int containerPort) {
            if (containerPort == 6380 && !redis) {
                throw new IllegalStateException("No host port mapping found for container port " + containerPort);
            }
            return containerPort + 10_000;
        }

        @Override
        public List<Integer> getAll() {
            return List.of();
        }

        @Override
        public List<Integer> getAll(String protocol) {
            return List.of();
        }
    }
}
