package io.minikafka.client.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.minikafka.client.ConsumedMessage;
import io.minikafka.client.MessageHeader;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.Payload;

/** What listener methods may take. */
class ListenerMethodsTests {
    private final MemoryClient client = new MemoryClient();

    record Order(String id, int amount) {}

    /** Remembers what it was called with. */
    abstract static class Remembering {
        final List<Object> got = new CopyOnWriteArrayList<>();
    }

    private void assertGets(Remembering listener, Consumer<Object> expectation) {
        try (var application = ListenerApplication.started(client, listener)) {
            await().untilAsserted(() -> assertThat(listener.got).hasSize(1));
            await().untilAsserted(() -> assertThat(client.committed()).isPositive());
        }
        expectation.accept(listener.got.get(0));
    }

    @Test
    void theMessageAsItWasConsumed() {
        client.append("one");
        assertGets(
                new Remembering() {
                    @MinikafkaListener(topics = "orders")
                    void on(ConsumedMessage message) {
                        got.add(message.text());
                    }
                },
                got -> assertThat(got).isEqualTo("one"));
    }

    @Test
    void itsBytes() {
        client.append("one");
        assertGets(
                new Remembering() {
                    @MinikafkaListener(topics = "orders")
                    void on(byte[] value) {
                        got.add(value);
                    }
                },
                got -> assertThat((byte[]) got).asString().isEqualTo("one"));
    }

    @Test
    void itsText() {
        client.append("grün");
        assertGets(
                new Remembering() {
                    @MinikafkaListener(topics = "orders")
                    private void on(String value) {
                        got.add(value);
                    }
                },
                got -> assertThat(got).isEqualTo("grün"));
    }

    @Test
    void anObjectOfJson() {
        client.append("{\"id\": \"a\", \"amount\": 3}");
        assertGets(
                new Remembering() {
                    @MinikafkaListener(topics = "orders")
                    void on(Order order) {
                        got.add(order);
                    }
                },
                got -> assertThat(got).isEqualTo(new Order("a", 3)));
    }

    @Test
    void aConverterOfTheApplicationIsAskedFirst() {
        client.append("a:3");
        Remembering listener = new Remembering() {
            @MinikafkaListener(topics = "orders")
            void on(Order order) {
                got.add(order);
            }
        };
        MessageConverter converter = new MessageConverter() {
            @Override
            public Object fromMessage(Message<?> message, Class<?> type) {
                String[] parts = new String((byte[]) message.getPayload()).split(":");
                return new Order(parts[0], Integer.parseInt(parts[1]));
            }

            @Override
            public Message<?> toMessage(Object payload, MessageHeaders headers) {
                return null;
            }
        };
        try (var application = ListenerApplication.of(client, ListenerApplication.DEFAULTS)
                .with("minikafkaMessageConverter", converter)
                .with("listener", listener)
                .start()) {
            await().untilAsserted(() -> assertThat(listener.got).containsExactly(new Order("a", 3)));
        }
    }

    @Test
    void headersAsTextsTheLastOfANameAndWhereTheMessageIs() {
        client.append(
                "k",
                "{\"id\": \"a\", \"amount\": 3}",
                List.of(
                        MessageHeader.of("type", "old"),
                        MessageHeader.of("type", "new"),
                        MessageHeader.of("contentType", "no type at all"),
                        MessageHeader.of("id", "spring's")));
        assertGets(
                new Remembering() {
                    @MinikafkaListener(topics = "orders")
                    void on(
                            @Payload Order order,
                            @Header("type") String type,
                            @Header(name = "missing", required = false) String missing,
                            @Header(MinikafkaHeaders.TOPIC) String topic,
                            @Header(MinikafkaHeaders.PARTITION) int partition,
                            @Header(MinikafkaHeaders.OFFSET) long offset,
                            @Header(MinikafkaHeaders.KEY) String key,
                            @Header(MinikafkaHeaders.TIMESTAMP) Instant timestamp,
                            @Header(MinikafkaHeaders.GROUP) String group,
                            @Headers Map<String, Object> all,
                            ConsumedMessage raw) {
                        got.add(List.of(
                                order,
                                type,
                                missing == null,
                                topic,
                                partition,
                                offset,
                                key,
                                timestamp,
                                group,
                                all.get("type"),
                                raw.headers().size()));
                    }
                },
                got -> assertThat(got)
                        .isEqualTo(List.of(
                                new Order("a", 3),
                                "new",
                                true,
                                "orders",
                                0,
                                0L,
                                "k",
                                Instant.ofEpochMilli(1_000),
                                "billing",
                                "new",
                                4)));
    }

    @Test
    void aSpringMessageOfAnObject() {
        client.append("{\"id\": \"a\", \"amount\": 3}");
        assertGets(
                new Remembering() {
                    @MinikafkaListener(topics = "orders")
                    void on(Message<Order> message) {
                        got.add(message.getPayload());
                        assertThat(message.getHeaders()).containsEntry(MinikafkaHeaders.OFFSET, 0L);
                    }
                },
                got -> assertThat(got).isEqualTo(new Order("a", 3)));
    }

    @Test
    void aBatchOfMessages() {
        client.append("a", "b");
        assertGets(
                new Remembering() {
                    @MinikafkaListener(topics = "orders", batch = true)
                    void on(List<ConsumedMessage> messages) {
                        got.add(messages.stream().map(ConsumedMessage::text).toList());
                    }
                },
                got -> assertThat(got).isEqualTo(List.of("a", "b")));
    }

    @Test
    void aBatchOfBytes() {
        client.append("a", "b");
        assertGets(
                new Remembering() {
                    @MinikafkaListener(topics = "orders", batch = true)
                    void on(List<byte[]> values) {
                        got.add(values.stream().map(String::new).toList());
                    }
                },
                got -> assertThat(got).isEqualTo(List.of("a", "b")));
    }

    @Test
    void aBatchOfTexts() {
        client.append("a", "b");
        assertGets(
                new Remembering() {
                    @MinikafkaListener(topics = "orders", batch = true)
                    void on(List<String> values) {
                        got.add(values);
                    }
                },
                got -> assertThat(got).isEqualTo(List.of("a", "b")));
    }

    @Test
    void aBatchOfObjects() {
        client.append("{\"id\": \"a\", \"amount\": 3}", "{\"id\": \"b\", \"amount\": 4}");
        assertGets(
                new Remembering() {
                    @MinikafkaListener(topics = "orders", batch = true)
                    void on(List<Order> orders) {
                        got.add(orders);
                    }
                },
                got -> assertThat(got).isEqualTo(List.of(new Order("a", 3), new Order("b", 4))));
    }

    @Test
    void aBatchOfSpringMessagesOfObjects() {
        client.append("{\"id\": \"a\", \"amount\": 3}", "{\"id\": \"b\", \"amount\": 4}");
        assertGets(
                new Remembering() {
                    @MinikafkaListener(topics = "orders", batch = true)
                    void on(List<Message<Order>> orders) {
                        got.add(orders.get(1).getPayload());
                        assertThat(orders.get(1).getHeaders()).containsEntry(MinikafkaHeaders.OFFSET, 1L);
                    }
                },
                got -> assertThat(got).isEqualTo(new Order("b", 4)));
    }

    @Test
    void aMethodThatReturnsSomethingIsRefused() {
        assertRefused(
                new Object() {
                    @MinikafkaListener(topics = "orders")
                    CompletableFuture<Void> on(String value) {
                        return CompletableFuture.completedFuture(null);
                    }
                },
                "on returns java.util.concurrent.CompletableFuture; accepted is void");
    }

    @Test
    void aMethodWithTwoParametersForTheValueIsRefused() {
        assertRefused(
                new Object() {
                    @MinikafkaListener(topics = "orders")
                    void on(String one, Order other) {}
                },
                "has 2 parameters for the value");
    }

    @Test
    void aMethodWithoutParametersIsRefused() {
        assertRefused(
                new Object() {
                    @MinikafkaListener(topics = "orders")
                    void on() {}
                },
                "has no parameter");
    }

    @Test
    void aListOfMessagesIsRefusedUnlessItIsABatch() {
        assertRefused(
                new Object() {
                    @MinikafkaListener(topics = "orders")
                    void on(List<ConsumedMessage> messages) {}
                },
                "batch = true");
    }

    @Test
    void aBatchThatIsNoListIsRefused() {
        assertRefused(
                new Object() {
                    @MinikafkaListener(topics = "orders", batch = true)
                    void on(String value) {}
                },
                "has batch = true and the parameters [class java.lang.String]; accepted is a List");
    }

    @Test
    void anAcknowledgmentIsRefusedUnlessTheModeIsManual() {
        assertRefused(
                new Object() {
                    @MinikafkaListener(topics = "orders")
                    void on(String value, Acknowledgment acknowledgment) {}
                },
                "a parameter Acknowledgment and the ack mode BATCH; accepted is MANUAL");
    }

    @Test
    void theManualModeIsRefusedWithoutAnAcknowledgment() {
        assertRefused(
                new Object() {
                    @MinikafkaListener(topics = "orders", ackMode = AckMode.MANUAL)
                    void on(String value) {}
                },
                "nothing to acknowledge with");
    }

    private void assertRefused(Object listener, String message) {
        try (var application =
                ListenerApplication.of(client, ListenerApplication.DEFAULTS).with("listener", listener)) {
            assertThatThrownBy(application::start).hasMessageContaining(message);
        }
    }
}
