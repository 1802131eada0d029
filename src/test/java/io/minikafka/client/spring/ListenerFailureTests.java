package io.minikafka.client.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import io.minikafka.client.ConsumedMessage;
import io.minikafka.client.MessageHeader;
import io.minikafka.client.MinikafkaException;
import io.minikafka.client.ProducerMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What becomes of messages that the listener fails for. */
@ExtendWith(OutputCaptureExtension.class)
class ListenerFailureTests {
    private static final ListenerDefaults DEAD_LETTERS =
            ListenerApplication.DEFAULTS.withAfterRetries(AfterRetries.DEAD_LETTER);

    private final MemoryClient client = new MemoryClient();
    private final List<String> tried = new CopyOnWriteArrayList<>();
    private volatile boolean healed;

    record Order(String id) {}

    /** Fails for what begins with "bad", for ever, and for "flaky" the first two times. */
    class Choosy {
        @MinikafkaListener(topics = "orders")
        void on(String value) {
            tried.add(value);
            if (value.startsWith("bad") && !healed
                    || value.equals("flaky")
                            && tried.stream().filter(value::equals).count() < 3) {
                throw new IllegalStateException("no " + value.length());
            }
        }
    }

    @Test
    void aMessageIsTriedAgainInPlaceAndTheOthersWait() {
        client.append("one", "flaky", "two");
        try (var application = ListenerApplication.started(client, new Choosy())) {
            await().untilAsserted(() -> assertThat(client.committed()).isEqualTo(3));
        }
        assertThat(tried).containsExactly("one", "flaky", "flaky", "flaky", "two");
        assertThat(client.commits).containsExactly(1L, 3L);
    }

    @Test
    void withoutDeadLettersWhatFailsForGoodIsLoggedWithItsPlaceAndSkipped(CapturedOutput output) {
        client.append("one", "bad secret", "two");
        try (var application = ListenerApplication.started(client, new Choosy())) {
            await().untilAsserted(() -> assertThat(client.committed()).isEqualTo(3));
        }
        assertThat(tried).containsExactly("one", "bad secret", "bad secret", "bad secret", "two");
        assertThat(output)
                .contains("Listener listener.on of group billing failed at orders-0@1, attempt 3, skipped")
                .contains("IllegalStateException: no 10")
                .doesNotContain("secret");
    }

    @Test
    void deadLettersAreStoredWithWhereTheyCameFromAndWhyBeforeTheyAreAcknowledged() {
        client.append("key", "bad", List.of(MessageHeader.of("type", "order")));
        try (var application = ListenerApplication.started(client, DEAD_LETTERS, new Choosy())) {
            await().untilAsserted(() -> assertThat(client.committed()).isEqualTo(1));
        }
        assertThat(client.storedIn).containsExactly("orders.dlt");
        ProducerMessage letter = client.stored.get(0);
        assertThat(letter.value()).asString().isEqualTo("bad");
        assertThat(letter.key()).asString().isEqualTo("key");
        Map<String, String> headers = new LinkedHashMap<>();
        letter.headers().forEach(header -> headers.put(header.name(), header.text()));
        assertThat(headers)
                .containsExactly(
                        entry("type", "order"),
                        entry("dlt-original-topic", "orders"),
                        entry("dlt-original-partition", "0"),
                        entry("dlt-original-offset", "0"),
                        entry("dlt-original-timestamp", "1970-01-01T00:00:01Z"),
                        entry("dlt-group", "billing"),
                        entry("dlt-exception-class", "java.lang.IllegalStateException"),
                        entry("dlt-exception-message", "no 3"));
    }

    @Test
    void theTextOfTheExceptionIsBoundedInDeadLetters() {
        client.append("x");
        Object listener = new Object() {
            @MinikafkaListener(topics = "orders")
            void on(String value) {
                throw new IllegalStateException("x".repeat(999) + "\uD83D\uDE00".repeat(10));
            }
        };
        try (var application = ListenerApplication.started(client, DEAD_LETTERS, listener)) {
            await().untilAsserted(() -> assertThat(client.committed()).isEqualTo(1));
        }
        List<MessageHeader> headers = client.stored.get(0).headers();
        assertThat(headers.get(headers.size() - 1).text()).isEqualTo("x".repeat(999));
    }

    @Test
    void whereMessagesHaveNoHeadersDeadLettersHaveNone() {
        client.headers = false;
        client.append("bad");
        try (var application = ListenerApplication.started(client, DEAD_LETTERS, new Choosy())) {
            await().untilAsserted(() -> assertThat(client.committed()).isEqualTo(1));
        }
        assertThat(client.stored)
                .singleElement()
                .satisfies(letter -> assertThat(letter.headers()).isEmpty());
    }

    @Test
    void aDeadLetterThatCannotBeStoredComesAgainAndIsNotLost() {
        client.storeFailures.add(MemoryClient.failure(MinikafkaException.Kind.UNAVAILABLE, "away"));
        client.append("one", "bad", "two");
        try (var application = ListenerApplication.started(client, DEAD_LETTERS, new Choosy())) {
            await().untilAsserted(() -> assertThat(client.committed()).isEqualTo(3));
            assertThat(client.joined).hasValue(2);
        }
        assertThat(client.stored).hasSize(1);
        assertThat(client.commits).as("before the dead letter was stored").startsWith(1L);
        assertThat(tried).containsExactly("one", "bad", "bad", "bad", "bad", "bad", "bad", "two");
    }

    @Test
    void aDeadLetterThatIsRefusedIsStoredWithoutWhatItSaysOfItself() {
        client.storeFailures.add(MemoryClient.failure(MinikafkaException.Kind.INVALID_ARGUMENT, "too large"));
        client.append("key", "bad", List.of(MessageHeader.of("type", "order")));
        try (var application = ListenerApplication.started(client, DEAD_LETTERS, new Choosy())) {
            await().untilAsserted(() -> assertThat(client.committed()).isEqualTo(1));
        }
        assertThat(client.stored)
                .singleElement()
                .satisfies(letter -> assertThat(letter.headers())
                        .extracting(MessageHeader::name)
                        .containsExactly("type"));
    }

    @Test
    void theAnnotationMayNameTheTopicOfDeadLetters() {
        client.append("bad");
        Object listener = new Object() {
            @MinikafkaListener(topics = "orders", deadLetterTopic = "hospital")
            void on(String value) {
                throw new IllegalStateException(value);
            }
        };
        try (var application = ListenerApplication.started(client, listener)) {
            await().untilAsserted(() -> assertThat(client.committed()).isEqualTo(1));
        }
        assertThat(client.storedIn).containsExactly("hospital");
    }

    @Test
    void whatCannotBeConvertedIsNotTriedAgainAndNotShownInTheLog(CapturedOutput output) {
        client.append("confidential");
        Object listener = new Object() {
            @MinikafkaListener(topics = "orders")
            void on(Order order) {
                tried.add(order.id());
            }
        };
        try (var application = ListenerApplication.started(client, DEAD_LETTERS, listener)) {
            await().untilAsserted(() -> assertThat(client.committed()).isEqualTo(1));
        }
        assertThat(client.stored).hasSize(1);
        assertThat(tried).isEmpty();
        assertThat(output)
                .contains("attempt 1, becomes a dead letter in orders.dlt")
                .contains("MessageConversionException")
                .doesNotContain("confidential");
    }

    @Test
    void theContainerStopsWhereThatIsWantedAndAcknowledgesNothingMore() {
        client.append("one", "bad", "two");
        ListenerDefaults stop = ListenerApplication.DEFAULTS.withAfterRetries(AfterRetries.STOP);
        try (var application = ListenerApplication.started(client, stop, new Choosy())) {
            MinikafkaListenerContainer container = application.container();
            await().untilAsserted(() -> assertThat(container.isRunning()).isFalse());
            assertThat(container.failure())
                    .hasValueSatisfying(failure -> assertThat(failure).isInstanceOf(IllegalStateException.class));
            await().untilAsserted(() -> assertThat(client.left).hasValue(1));
            assertThat(client.committed()).isEqualTo(1);
            tried.clear();
            healed = true;
            container.start();
            assertThat(container.failure()).isEmpty();
            await().untilAsserted(() -> assertThat(client.committed()).isEqualTo(3));
        }
        assertThat(tried).containsExactly("bad", "two");
    }

    @Test
    void aBatchIsTriedAgainAsAWholeAndBecomesDeadLettersAsAWhole() {
        client.append("a", "b");
        Object listener = new Object() {
            @MinikafkaListener(topics = "orders", batch = true)
            void on(List<String> values) {
                tried.addAll(values);
                throw new IllegalStateException("all");
            }
        };
        try (var application = ListenerApplication.started(client, DEAD_LETTERS, listener)) {
            await().untilAsserted(() -> assertThat(client.committed()).isEqualTo(2));
        }
        assertThat(tried).containsExactly("a", "b", "a", "b", "a", "b");
        assertThat(client.stored).hasSize(2);
    }

    @Test
    void ofABatchOnlyTheMessageThatFailedIsGivenUp() {
        client.append("a", "b", "bad", "c");
        List<List<String>> calls = new ArrayList<>();
        Object listener = new Object() {
            @MinikafkaListener(topics = "orders", batch = true)
            void on(List<String> values) {
                calls.add(values);
                int bad = values.indexOf("bad");
                if (bad >= 0) {
                    throw new BatchListenerFailedException("bad", new IllegalArgumentException("why"), bad);
                }
            }
        };
        try (var application = ListenerApplication.started(client, DEAD_LETTERS, listener)) {
            await().untilAsserted(() -> assertThat(client.committed()).isEqualTo(4));
        }
        assertThat(calls)
                .containsExactly(List.of("a", "b", "bad", "c"), List.of("bad", "c"), List.of("bad", "c"), List.of("c"));
        assertThat(client.commits).containsExactly(2L, 4L);
        assertThat(client.stored).singleElement().satisfies(letter -> {
            assertThat(letter.value()).asString().isEqualTo("bad");
            assertThat(letter.headers())
                    .extracting(MessageHeader::text)
                    .contains("java.lang.IllegalArgumentException", "why");
        });
    }

    @Test
    void ofABatchOnlyWhatCannotBeConvertedIsGivenUp() {
        client.append("{\"id\": \"a\"}", "no json", "{\"id\": \"c\"}");
        List<List<Order>> calls = new CopyOnWriteArrayList<>();
        Object listener = new Object() {
            @MinikafkaListener(topics = "orders", batch = true)
            void on(List<Order> orders) {
                calls.add(orders);
            }
        };
        try (var application = ListenerApplication.started(client, DEAD_LETTERS, listener)) {
            await().untilAsserted(() -> assertThat(client.committed()).isEqualTo(3));
        }
        assertThat(calls).containsExactly(List.of(new Order("a")), List.of(new Order("c")));
        assertThat(client.stored)
                .singleElement()
                .satisfies(letter -> assertThat(letter.value()).asString().isEqualTo("no json"));
    }

    @Test
    void anIndexThatIsNotInTheBatchIsAFailureOfTheWholeBatch() {
        client.append("a", "b");
        Object listener = new Object() {
            @MinikafkaListener(topics = "orders", batch = true)
            void on(List<String> values) {
                throw new BatchListenerFailedException("wrong", 2);
            }
        };
        try (var application = ListenerApplication.started(client, DEAD_LETTERS, listener)) {
            await().untilAsserted(() -> assertThat(client.committed()).isEqualTo(2));
        }
        assertThat(client.stored).hasSize(2);
    }

    @Test
    void anErrorHandlerDecidesInsteadOfTheDefaults() {
        List<ListenerFailure> failures = new CopyOnWriteArrayList<>();
        ListenerErrorHandler handler = failure -> {
            failures.add(failure);
            return switch (failure.attempt()) {
                case 1 -> new FailureDecision.Retry(Duration.ZERO);
                case 2 ->
                    failures.size() == 2 ? new FailureDecision.Redeliver() : new FailureDecision.Retry(Duration.ZERO);
                default -> new FailureDecision.Skip();
            };
        };
        client.append("bad");
        try (var application = ListenerApplication.of(client, DEAD_LETTERS)
                .with("handler", handler)
                .with("listener", new Choosy())
                .start()) {
            await().untilAsserted(() -> assertThat(client.committed()).isEqualTo(1));
        }
        assertThat(client.stored).isEmpty();
        assertThat(client.joined).hasValue(2);
        assertThat(failures).extracting(ListenerFailure::attempt).containsExactly(1, 2, 1, 2, 3);
        assertThat(failures.get(0).first()).extracting(ConsumedMessage::text).isEqualTo("bad");
    }

    @Test
    void anErrorHandlerThatFailsLosesNothing() {
        List<Integer> asked = new CopyOnWriteArrayList<>();
        ListenerErrorHandler handler = failure -> {
            asked.add(failure.attempt());
            if (asked.size() == 1) {
                throw new UnsupportedOperationException();
            }
            return new FailureDecision.Skip();
        };
        client.append("bad");
        try (var application = ListenerApplication.of(client, DEAD_LETTERS)
                .with("handler", handler)
                .with("listener", new Choosy())
                .start()) {
            await().untilAsserted(() -> assertThat(client.committed()).isEqualTo(1));
        }
        assertThat(asked).containsExactly(1, 1);
    }

    @Test
    void aMessageThatTookAllMemoryIsNeverGivenUp() {
        client.append("huge");
        Object listener = new Object() {
            @MinikafkaListener(topics = "orders")
            void on(String value) {
                tried.add(value);
                if (tried.size() <= 4) {
                    throw new OutOfMemoryError("for the test");
                }
            }
        };
        try (var application = ListenerApplication.started(client, DEAD_LETTERS, listener)) {
            await().untilAsserted(() -> assertThat(client.committed()).isEqualTo(1));
        }
        assertThat(client.stored).isEmpty();
        assertThat(tried).hasSize(5);
    }

    @Test
    void aListenerThatLeavesItsThreadInterruptedGoesOn() {
        client.append(IntStream.range(0, 3).mapToObj(Integer::toString).toArray(String[]::new));
        Object listener = new Object() {
            @MinikafkaListener(topics = "orders", maxPollMessages = "1")
            void on(String value) {
                tried.add(value);
                Thread.currentThread().interrupt();
            }
        };
        try (var application = ListenerApplication.started(client, DEAD_LETTERS, listener)) {
            await().untilAsserted(() -> assertThat(client.committed()).isEqualTo(3));
        }
        assertThat(client.joined).hasValue(1);
        assertThat(tried).containsExactly("0", "1", "2");
    }
}
