package io.minikafka.client.redis;

import static io.minikafka.client.redis.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.resource.ClientResources;
import io.minikafka.client.Credentials;
import io.minikafka.client.GroupConsumer;
import io.minikafka.client.GroupSubscription;
import io.minikafka.client.HealthStatus;
import io.minikafka.client.MinikafkaException;
import io.minikafka.client.MinikafkaException.Kind;
import io.minikafka.client.ProducerMessage;
import io.minikafka.security.Authenticator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** Connecting over the Redis protocol, and who may. */
class RedisMinikafkaClientTests {
    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void whoHasThePasswordIsLetIn() {
        try (TestRedisDoor door = guarded();
                RedisMinikafkaClient client = client(door, "secret")) {
            assertThat(client.health()).isEqualTo(HealthStatus.SERVING);
            client.producer("orders").send(ProducerMessage.utf8("a"));
            GroupConsumer consumer = client.join(GroupSubscription.of("billing", "orders"));
            assertThat(consumer.poll(LONG)).hasSize(1);
        }
    }

    @Test
    void whoHasNotIsToldByEveryCall() {
        try (TestRedisDoor door = guarded();
                RedisMinikafkaClient wrong = client(door, "guess");
                RedisMinikafkaClient nobody = RedisMinikafkaClient.connect(door.target())) {
            assertThat(assertFails(Kind.UNAUTHENTICATED, wrong::health)).hasMessageContaining("WRONGPASS");
            assertFails(Kind.UNAUTHENTICATED, wrong.producer("orders").sendAsync(ProducerMessage.utf8("a")));
            assertFails(
                    Kind.UNAUTHENTICATED,
                    () -> wrong.join(GroupSubscription.of("billing", "orders")).poll(LONG));
            assertThat(assertFails(Kind.UNAUTHENTICATED, nobody::health)).hasMessageContaining("NOAUTH");
        }
    }

    @Test
    void aTokenHasNoPlaceInTheProtocol() {
        assertThatThrownBy(() -> RedisMinikafkaClient.builder("localhost").credentials(Credentials.token(() -> "t")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bearer token");
    }

    @Test
    void anAddressThatIsNoneIsRefused() {
        assertThatThrownBy(() -> RedisMinikafkaClient.connect("localhost:none"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("none");
    }

    @Test
    void whereNobodyListensTheFailureNamesTheAddress() throws IOException {
        // Taken, so that nobody else comes to listen there.
        try (Socket taken = taken();
                RedisMinikafkaClient client = RedisMinikafkaClient.connect("127.0.0.1:" + taken.getLocalPort())) {
            int port = taken.getLocalPort();
            assertThat(assertFails(Kind.UNAVAILABLE, client::health)).hasMessageContaining("127.0.0.1:" + port);
            GroupConsumer consumer = client.join(GroupSubscription.of("billing", "orders"));
            assertFails(Kind.UNAVAILABLE, () -> consumer.poll(Duration.ofSeconds(1)));
        }
    }

    @Test
    void whoListensAndDoesNotAnswerIsGivenUp() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RedisMinikafkaClient client = RedisMinikafkaClient.builder("127.0.0.1:" + silent.getLocalPort())
                        .requestTimeout(Duration.ofMillis(200))
                        .build()) {
            assertThatThrownBy(client::health)
                    .asInstanceOf(InstanceOfAssertFactories.type(MinikafkaException.class))
                    .extracting(MinikafkaException::kind)
                    .isIn(Kind.UNAVAILABLE, Kind.DEADLINE_EXCEEDED);
        }
    }

    @Test
    void sharedResourcesOutliveTheClient() {
        ClientResources resources = ClientResources.create();
        try (TestRedisDoor door = new TestRedisDoor()) {
            for (int i = 0; i < 2; i++) {
                try (RedisMinikafkaClient client = RedisMinikafkaClient.builder(door.target())
                        .resources(resources)
                        .build()) {
                    assertThat(client.health()).isEqualTo(HealthStatus.SERVING);
                }
            }
        } finally {
            resources.shutdown().awaitUninterruptibly();
        }
    }

    private static TestRedisDoor guarded() {
        return new TestRedisDoor(Authenticator.ofPassword("secret"), UnaryOperator.identity());
    }

    private static RedisMinikafkaClient client(TestRedisDoor door, String password) {
        return RedisMinikafkaClient.builder(door.target())
                .credentials(Credentials.password("default", password))
                .build();
    }

    private static Socket taken() throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return socket;
    }
}
