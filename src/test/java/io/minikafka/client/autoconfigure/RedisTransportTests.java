package io.minikafka.client.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.minikafka.broker.GroupOptions;
import io.minikafka.client.MessagingClient;
import io.minikafka.client.redis.RedisMinikafkaClient;
import io.minikafka.client.redis.TestRedisDoor;
import io.minikafka.client.spring.MinikafkaListener;
import io.minikafka.client.spring.MinikafkaTemplate;
import io.minikafka.group.RememberedOffsets;
import io.minikafka.security.Authenticator;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.memory.InMemoryMessageStore;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class RedisTransportTests {
    private final TestRedisDoor door = new TestRedisDoor(
            new InMemoryMessageStore(StoreLimits.DEFAULT, Clock.systemUTC()),
            new RememberedOffsets(),
            StoreLimits.DEFAULT,
            GroupOptions.DEFAULT,
            Authenticator.NONE,
            broker -> broker);
    private final ApplicationContextRunner contexts =
            Contexts.withTarget(door.target()).withPropertyValues("minikafka.client.transport=redis");

    record Order(String customer, int amount) {}

    static class Billing {
        private final List<Order> orders = new CopyOnWriteArrayList<>();

        @MinikafkaListener(topics = "orders", group = "billing")
        void on(Order order) {
            orders.add(order);
        }
    }

    @AfterEach
    void stop() {
        door.close();
    }

    @Test
    void objectsGoFromTheTemplateToTheListenerThoughTheyAreObserved() {
        contexts.withBean(Billing.class)
                .withBean(ObservationRegistry.class, TestObservationRegistry::create)
                .run(context -> {
                    assertThat(context.getBean(MessagingClient.class)).isInstanceOf(RedisMinikafkaClient.class);
                    Order order = new Order("c-7", 2);
                    context.getBean(MinikafkaTemplate.class)
                            .send("orders", "c-7", order)
                            .join();
                    await().untilAsserted(() ->
                            assertThat(context.getBean(Billing.class).orders).containsExactly(order));
                });
    }

    @Test
    void itsHealthTellsTransportAndAddress() {
        contexts.run(context -> {
            Health health = context.getBean(MinikafkaHealthIndicator.class).health();
            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails()).containsEntry("transport", "redis").containsEntry("target", door.target());
        });
    }
}
