package io.minikafka.client.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.client.ConsumedMessage;
import io.minikafka.client.GroupConsumer;
import io.minikafka.client.GroupSubscription;
import io.minikafka.client.MinikafkaClient;
import io.minikafka.client.TestServer;
import io.minikafka.client.spring.AfterRetries;
import io.minikafka.client.spring.BatchListenerFailedException;
import io.minikafka.client.spring.FailureDecision;
import io.minikafka.client.spring.ListenerErrorHandler;
import io.minikafka.client.spring.MinikafkaListener;
import io.minikafka.client.spring.MinikafkaTemplate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/** The examples of docs/spring.md about listeners, word for word. */
class ListenerExamplesTests {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    record Order(String customer, int amount) {}

    /** What the card company says of amounts above 9. */
    static final class CardException extends RuntimeException {
        private static final long serialVersionUID = 1;

        CardException(String message) {
            super(message);
        }
    }

    /** Remembers what was charged. */
    abstract static class Charging {
        final BlockingQueue<Order> charged = new LinkedBlockingQueue<>();

        void charge(Order order) {
            if (order.amount() > 9) {
                throw new CardException("too much");
            }
            charged.add(order);
        }
    }

    static class One extends Charging {
        @Component
        class Billing {
            @MinikafkaListener(topics = "orders", group = "billing", concurrency = "3")
            void on(Order order) {
                charge(order);
            }
        }
    }

    @Test
    void aListenerTakesOrders() {
        One one = new One();
        Contexts.withTarget(server.target())
                .withBean(One.Billing.class, () -> one.new Billing())
                .run(context -> {
                    context.getBean(MinikafkaTemplate.class)
                            .send("orders", new Order("c-7", 2))
                            .join();
                    assertThat(one.charged.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                            .isEqualTo(new Order("c-7", 2));
                });
    }

    static class Batches extends Charging {
        @MinikafkaListener(topics = "orders", batch = true, afterRetries = AfterRetries.DEAD_LETTER)
        void on(List<Order> orders) {
            for (int i = 0; i < orders.size(); i++) {
                try {
                    charge(orders.get(i));
                } catch (CardException failure) {
                    throw new BatchListenerFailedException("not charged", failure, i);
                }
            }
        }
    }

    @Test
    void ofABatchOnlyTheOrderThatFailsBecomesADeadLetter() {
        Contexts.withTarget(server.target())
                .withPropertyValues(
                        "minikafka.client.listener.group=billing", "minikafka.client.listener.retry.attempts=1")
                .withBean(Batches.class)
                .run(context -> {
                    MinikafkaTemplate template = context.getBean(MinikafkaTemplate.class);
                    template.send("orders", new Order("a", 1));
                    template.send("orders", new Order("b", 10));
                    template.send("orders", new Order("c", 3)).join();
                    assertThat(first(context.getBean(MinikafkaClient.class), "orders.dlt")
                                    .text())
                            .isEqualTo("{\"customer\":\"b\",\"amount\":10}");
                    BlockingQueue<Order> charged = context.getBean(Batches.class).charged;
                    assertThat(charged.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                            .isEqualTo(new Order("a", 1));
                    assertThat(charged.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                            .isEqualTo(new Order("c", 3));
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class Deciding {
        @Bean
        ListenerErrorHandler errors() {
            return failure -> failure.cause() instanceof CardException
                    ? new FailureDecision.DeadLetter("declined")
                    : failure.attempt() < 5
                            ? new FailureDecision.Retry(Duration.ofSeconds(1))
                            : new FailureDecision.Redeliver();
        }
    }

    @Test
    void aHandlerDecidesWhatBecomesOfFailures() {
        One one = new One();
        Contexts.withTarget(server.target())
                .withUserConfiguration(Deciding.class)
                .withBean(One.Billing.class, () -> one.new Billing())
                .run(context -> {
                    context.getBean(MinikafkaTemplate.class)
                            .send("orders", new Order("c-7", 10))
                            .join();
                    assertThat(first(context.getBean(MinikafkaClient.class), "declined")
                                    .text())
                            .isEqualTo("{\"customer\":\"c-7\",\"amount\":10}");
                });
    }

    /** Waits for the topic, too, which is made by its first message. */
    private static ConsumedMessage first(MinikafkaClient client, String topic) {
        try (GroupConsumer consumer = client.join(GroupSubscription.of("reader", topic))) {
            List<ConsumedMessage> polled = consumer.poll(PATIENCE);
            assertThat(polled).isNotEmpty();
            return polled.get(0);
        }
    }
}
