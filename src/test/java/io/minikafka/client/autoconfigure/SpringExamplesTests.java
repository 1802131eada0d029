package io.minikafka.client.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.DocumentExamples;
import io.minikafka.client.Delivery;
import io.minikafka.client.MinikafkaClient;
import io.minikafka.client.ProducerOptions;
import io.minikafka.client.RecordMetadata;
import io.minikafka.client.StartPosition;
import io.minikafka.client.TestServer;
import io.minikafka.client.spring.MinikafkaHeaders;
import io.minikafka.client.spring.MinikafkaTemplate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.support.MessageBuilder;

/** The examples of docs/spring.md, word for word. */
class SpringExamplesTests {
    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void everyExampleOfTheDocumentStandsHere() {
        DocumentExamples.assertCompiled(
                DocumentExamples.of(Path.of("docs", "spring.md"), "java"),
                4,
                "client/autoconfigure/SpringExamplesTests.java");
    }

    record Order(String customer, int amount) {}

    static class Checkout {
        private final MinikafkaTemplate template;

        Checkout(MinikafkaTemplate template) {
            this.template = template;
        }

        CompletableFuture<RecordMetadata> place(Order order) {
            return template.send("orders", order.customer(), order);
        }
    }

    @Test
    void sendingObjects() {
        Contexts.withTarget(server.target()).withBean(Checkout.class).run(context -> {
            context.getBean(Checkout.class).place(new Order("c-7", 2)).join();
            assertThat(context.getBean(MinikafkaClient.class)
                            .consumer("orders", StartPosition.earliest())
                            .poll(Duration.ZERO))
                    .hasSize(1)
                    .allSatisfy(message -> assertThat(message.text()).isEqualTo("{\"customer\":\"c-7\",\"amount\":2}"));
        });
    }

    @Test
    void sendingSpringsMessages() {
        Contexts.withTarget(server.target()).run(context -> {
            MinikafkaTemplate template = context.getBean(MinikafkaTemplate.class);
            template.send(MessageBuilder.withPayload(new Order("c-7", 2))
                    .setHeader(MinikafkaHeaders.TOPIC, "orders")
                    .setHeader(MinikafkaHeaders.KEY, "c-7")
                    .setHeader(MinikafkaHeaders.PARTITION, 0)
                    .setHeader("source", "shop")
                    .build());
            template.flush();
            assertThat(context.getBean(MinikafkaClient.class)
                            .consumer("orders", StartPosition.earliest())
                            .poll(Duration.ZERO))
                    .hasSize(1);
        });
    }

    @Test
    void withoutSpringBoot() {
        MinikafkaClient client = server.client();
        MinikafkaTemplate template = MinikafkaTemplate.builder(client)
                .defaultTopic("orders")
                .producerOptions(ProducerOptions.DEFAULT.withDelivery(Delivery.AT_MOST_ONCE))
                .build();
        assertThat(template.sendDefault("a").join().topic()).isEqualTo("orders");
        template.close();
        client.close();
    }

    @Configuration(proxyBeanMethods = false)
    static class Elsewhere {
        @Bean
        MinikafkaConnectionDetails minikafkaConnectionDetails() {
            return transport -> "broker.example:" + transport.defaultPort();
        }
    }

    @Test
    void connectionDetails() {
        Contexts.withoutTarget().withUserConfiguration(Elsewhere.class).run(context -> {
            assertThat(context).hasSingleBean(MinikafkaClient.class);
            assertThat(context.getBean(MinikafkaHealthIndicator.class)).isNotNull();
        });
    }
}
