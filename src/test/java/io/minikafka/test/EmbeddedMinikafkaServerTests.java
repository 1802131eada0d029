package io.minikafka.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.minikafka.client.ConsumedMessage;
import io.minikafka.client.Consumer;
import io.minikafka.client.HealthStatus;
import io.minikafka.client.MinikafkaClient;
import io.minikafka.client.MinikafkaException;
import io.minikafka.client.Producer;
import io.minikafka.client.ProducerMessage;
import io.minikafka.client.StartPosition;
import io.minikafka.store.InvalidArgumentException;
import io.minikafka.store.InvalidTopicNameException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The server itself, as those use it who have neither Spring nor JUnit. */
class EmbeddedMinikafkaServerTests {
    private static final EmbeddedMinikafkaOptions ORDERS =
            EmbeddedMinikafkaOptions.DEFAULT.withTopics("orders").withPartitions(3);

    @Test
    void theTopicsOfTheOptionsAreThereWithTheirPartitions() {
        try (EmbeddedMinikafkaServer server = new EmbeddedMinikafkaServer(ORDERS)) {
            assertThat(server.client().health()).isEqualTo(HealthStatus.SERVING);
            assertThat(server.client().topics().list()).containsExactly("orders");
            assertThat(server.client().topics().describe("orders").partitions()).hasSize(3);
        }
    }

    @Test
    void messagesExpireWhenTheClockIsMovedAndNotBefore() {
        EmbeddedMinikafkaOptions anHour = EmbeddedMinikafkaOptions.DEFAULT.withRetentionTime(Duration.ofHours(1));
        try (EmbeddedMinikafkaServer server = new EmbeddedMinikafkaServer(anHour);
                Producer producer = server.client().producer("orders")) {
            producer.send(ProducerMessage.utf8("early"));
            server.advance(Duration.ofMinutes(30));
            producer.send(ProducerMessage.utf8("late"));
            assertThat(texts(server, "orders")).containsExactly("early", "late");

            server.advance(Duration.ofMinutes(30));
            assertThat(texts(server, "orders")).containsExactly("late");

            server.advance(Duration.ofMinutes(30));
            assertThat(texts(server, "orders")).isEmpty();
        }
    }

    @Test
    void messagesCarryTheTimeOfTheClock() {
        try (EmbeddedMinikafkaServer server = new EmbeddedMinikafkaServer()) {
            server.client().produce("orders", List.of(ProducerMessage.utf8("one")));
            server.clock().advance(Duration.ofMinutes(5));
            server.client().produce("orders", List.of(ProducerMessage.utf8("two")));

            List<ConsumedMessage> messages = messages(server, "orders");
            assertThat(messages.get(1).timestamp()).isEqualTo(server.clock().instant());
            assertThat(Duration.between(
                            messages.get(0).timestamp(), messages.get(1).timestamp()))
                    .isEqualTo(Duration.ofMinutes(5));
        }
    }

    @Test
    void anOutageRefusesConnectionsAndLosesNothing() {
        try (EmbeddedMinikafkaServer server = new EmbeddedMinikafkaServer(ORDERS.withPartitions(1));
                MinikafkaClient impatient = MinikafkaClient.connect(server.target());
                Producer producer = impatient.producer("orders")) {
            producer.send(ProducerMessage.utf8("before"));

            server.stop();
            assertThatThrownBy(impatient::health).isInstanceOf(MinikafkaException.class);
            var during = producer.sendAsync(ProducerMessage.utf8("during"));
            assertThat(during).isNotDone();

            server.start();
            assertThat(during).succeedsWithin(Duration.ofMinutes(1));
            assertThat(texts(server, "orders")).startsWith("before").endsWith("during");
        }
    }

    @Test
    void stoppingTwiceAndStartingTwiceAreOnce() {
        try (EmbeddedMinikafkaServer server = new EmbeddedMinikafkaServer()) {
            String target = server.target();
            server.stop();
            server.stop();
            server.start();
            server.start();
            assertThat(server.target()).isEqualTo(target);
            assertThat(server.client().health()).isEqualTo(HealthStatus.SERVING);
        }
    }

    @Test
    void bothDoorsShowTheSameTopicsAlsoAfterAnOutage() {
        try (EmbeddedMinikafkaServer server =
                new EmbeddedMinikafkaServer(EmbeddedMinikafkaOptions.DEFAULT.withRedis())) {
            push(server, "first");
            server.stop();
            server.start();
            push(server, "second");
            assertThat(texts(server, "orders")).containsExactly("first", "second");
        }
    }

    @Test
    void withoutARedisDoorItsAddressIsRefusedInASentence() {
        try (EmbeddedMinikafkaServer server = new EmbeddedMinikafkaServer()) {
            assertThatIllegalStateException()
                    .isThrownBy(server::redisAddress)
                    .withMessage(
                            "The embedded server has no Redis door; @EmbeddedMinikafka(redis = true) gives it one");
        }
    }

    @Test
    void aResetServerHasOnlyItsTopicsAndTheyAreEmpty() {
        try (EmbeddedMinikafkaServer server = new EmbeddedMinikafkaServer(ORDERS.withPartitions(1))) {
            server.client().produce("orders", List.of(ProducerMessage.utf8("one")));
            server.client().produce("other", List.of(ProducerMessage.utf8("one")));

            server.reset();

            assertThat(server.client().topics().list()).containsExactly("orders");
            assertThat(texts(server, "orders")).isEmpty();
        }
    }

    @Test
    void optionsOutOfTheirBoundsAreRefused() {
        assertThatThrownBy(() -> EmbeddedMinikafkaOptions.DEFAULT.withPartitions(0))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("partitions");
        assertThatThrownBy(() -> EmbeddedMinikafkaOptions.DEFAULT.withTopics("no spaces"))
                .isInstanceOf(InvalidTopicNameException.class);
    }

    @Test
    void nothingRunsOnAfterItIsClosed() {
        Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());
        EmbeddedMinikafkaServer server = new EmbeddedMinikafkaServer(EmbeddedMinikafkaOptions.DEFAULT.withRedis());
        push(server, "one");
        assertThat(texts(server, "orders")).containsExactly("one");
        assertThat(ownThreadsSince(before)).isNotEmpty();

        server.close();

        await().untilAsserted(() -> assertThat(ownThreadsSince(before)).isEmpty());
    }

    private static List<String> ownThreadsSince(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .map(Thread::getName)
                .filter(name -> name.startsWith("minikafka-"))
                .toList();
    }

    private static void push(EmbeddedMinikafkaServer server, String value) {
        RedisClient redis = RedisClient.create(RedisURI.create("redis://" + server.redisAddress()));
        try (StatefulRedisConnection<String, String> connection = redis.connect()) {
            connection.sync().rpushx("topics:orders", value);
        } finally {
            redis.shutdown();
        }
    }

    private static List<String> texts(EmbeddedMinikafkaServer server, String topic) {
        return messages(server, topic).stream().map(ConsumedMessage::text).toList();
    }

    private static List<ConsumedMessage> messages(EmbeddedMinikafkaServer server, String topic) {
        try (Consumer consumer = server.client().consumer(topic, StartPosition.earliest())) {
            return consumer.poll(Duration.ZERO);
        }
    }
}
