package io.minikafka.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.DocumentExamples;
import io.minikafka.client.ConsumedMessage;
import io.minikafka.client.Consumer;
import io.minikafka.client.HealthStatus;
import io.minikafka.client.MinikafkaClient;
import io.minikafka.client.Producer;
import io.minikafka.client.ProducerMessage;
import io.minikafka.client.RecordMetadata;
import io.minikafka.client.StartPosition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The examples of docs/spring-testing.md, word for word. */
class TestingExamplesTests {
    @Test
    void everyExampleOfTheDocumentStandsHere() {
        DocumentExamples.assertCompiled(
                DocumentExamples.of(Path.of("docs", "spring-testing.md"), "java"), 5, "test/TestingExamplesTests.java");
    }

    @Configuration(proxyBeanMethods = false)
    static class Shop {
        @Bean
        MinikafkaClient client(@Value("${minikafka.client.target}") String target) {
            return MinikafkaClient.connect(target);
        }
    }

    @Nested
    @SpringBootTest(classes = Shop.class)
    @EmbeddedMinikafka(topics = "orders", retentionTime = "1h")
    class OrdersTests {
        @Autowired
        MinikafkaClient client;

        @Test
        void anOrderIsForgottenAfterAnHour(EmbeddedMinikafkaServer server) {
            client.produce("orders", List.of(ProducerMessage.utf8("two coffees")));
            server.advance(Duration.ofHours(1));
            assertThat(client.topics().describe("orders").partitions().get(0).oldestMessage())
                    .isNull();
        }
    }

    @Nested
    @EmbeddedMinikafka(topics = "orders")
    class ClientTests {
        @Test
        void messagesHaveTheTimeOfTheClock(EmbeddedMinikafkaServer server, TestClock clock) {
            clock.advance(Duration.ofDays(1));
            server.client().produce("orders", List.of(ProducerMessage.utf8("two coffees")));
            try (Consumer consumer = server.client().consumer("orders", StartPosition.earliest())) {
                ConsumedMessage order = consumer.poll(Duration.ofSeconds(5)).get(0);
                assertThat(order.timestamp()).isEqualTo(clock.instant());
            }
        }
    }

    @Nested
    class FieldTests {
        @RegisterExtension
        final EmbeddedMinikafkaExtension minikafka = new EmbeddedMinikafkaExtension(EmbeddedMinikafkaOptions.DEFAULT
                .withTopics("orders")
                .withPartitions(4)
                .withRedis());

        @Test
        void theServerIsAsTheOptionsSay() {
            assertThat(minikafka.server().client().topics().describe("orders").partitions())
                    .hasSize(4);
            assertThat(minikafka.server().redisAddress()).isNotEmpty();
        }
    }

    @Test
    void alone() {
        try (EmbeddedMinikafkaServer server = new EmbeddedMinikafkaServer()) {
            assertThat(server.client().health()).isEqualTo(HealthStatus.SERVING);
        }
    }

    @Test
    void anOutage() {
        try (EmbeddedMinikafkaServer server = new EmbeddedMinikafkaServer();
                Producer producer = server.client().producer("orders")) {
            server.stop();
            CompletableFuture<RecordMetadata> stored = producer.sendAsync(ProducerMessage.utf8("two coffees"));
            server.start();
            assertThat(stored).succeedsWithin(Duration.ofMinutes(1));
        }
    }
}
