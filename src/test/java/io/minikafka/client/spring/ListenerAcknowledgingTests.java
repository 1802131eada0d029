package io.minikafka.client.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.client.ConsumedMessage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** When messages are acknowledged. */
class ListenerAcknowledgingTests {
    private final MemoryClient client = new MemoryClient();

    static class ByHand {
        final Map<String, Acknowledgment> given = new ConcurrentHashMap<>();

        @MinikafkaListener(topics = "orders", ackMode = AckMode.MANUAL)
        void on(String value, Acknowledgment acknowledgment) {
            given.put(value, acknowledgment);
        }
    }

    @Test
    void whatAPollReturnedIsAcknowledgedAtOnce() {
        List<String> got = new CopyOnWriteArrayList<>();
        client.append("a", "b", "c");
        Object listener = new Object() {
            @MinikafkaListener(topics = "orders")
            void on(String value) {
                got.add(value);
            }
        };
        try (var application = ListenerApplication.started(client, listener)) {
            await().untilAsserted(() -> assertThat(client.commits).containsExactly(3L));
            assertThat(got).containsExactly("a", "b", "c");
        }
    }

    @Test
    void eachRecordIsAcknowledgedBeforeTheNextIsDelivered() {
        List<Long> seen = new CopyOnWriteArrayList<>();
        client.append("a", "b", "c");
        Object listener = new Object() {
            @MinikafkaListener(topics = "orders", ackMode = AckMode.RECORD)
            void on(String value) {
                seen.add(client.committed());
            }
        };
        try (var application = ListenerApplication.started(client, listener)) {
            await().untilAsserted(() -> assertThat(client.commits).containsExactly(1L, 2L, 3L));
            assertThat(seen).containsExactly(0L, 1L, 2L);
        }
    }

    @Test
    void acknowledgementsByHandOutOfOrderNeverPassOverWhatIsOutstanding() {
        ByHand listener = new ByHand();
        client.append("a", "b", "c", "d");
        try (var application = ListenerApplication.started(client, listener)) {
            await().untilAsserted(() -> assertThat(listener.given).hasSize(4));
            listener.given.get("c").acknowledge();
            listener.given.get("b").acknowledge();
            assertThat(client.commits).isEmpty();
            listener.given.get("a").acknowledge();
            assertThat(client.commits).containsExactly(3L);
            listener.given.get("a").acknowledge();
            assertThat(client.commits).containsExactly(3L);
            listener.given.get("d").acknowledge();
            assertThat(client.commits).containsExactly(3L, 4L);
        }
    }

    @Test
    void acknowledgementsMayComeFromAnyThread() throws Exception {
        ByHand listener = new ByHand();
        client.append("a", "b", "c", "d");
        try (var application = ListenerApplication.started(client, listener)) {
            await().untilAsserted(() -> assertThat(listener.given).hasSize(4));
            List<Thread> threads = listener.given.values().stream()
                    .map(acknowledgment -> new Thread(acknowledgment::acknowledge))
                    .toList();
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(client.committed()).isEqualTo(4);
        }
    }

    @Test
    void oneAcknowledgmentStandsForABatch() {
        List<Acknowledgment> given = new CopyOnWriteArrayList<>();
        client.append("a", "b", "c");
        Object listener = new Object() {
            @MinikafkaListener(topics = "orders", ackMode = AckMode.MANUAL, batch = true)
            void on(List<ConsumedMessage> messages, Acknowledgment acknowledgment) {
                given.add(acknowledgment);
            }
        };
        try (var application = ListenerApplication.started(client, listener)) {
            await().untilAsserted(() -> assertThat(given).hasSize(1));
            assertThat(client.committed()).isZero();
            given.get(0).acknowledge();
            assertThat(client.committed()).isEqualTo(3);
        }
    }

    @Test
    void whatIsGivenUpCountsAsAcknowledgedByHand() {
        List<Acknowledgment> given = new CopyOnWriteArrayList<>();
        client.append("bad", "good");
        Object listener = new Object() {
            @MinikafkaListener(topics = "orders", ackMode = AckMode.MANUAL)
            void on(String value, Acknowledgment acknowledgment) {
                if (value.equals("bad")) {
                    throw new IllegalStateException("bad");
                }
                given.add(acknowledgment);
            }
        };
        try (var application = ListenerApplication.started(client, listener)) {
            await().untilAsserted(() -> assertThat(given).hasSize(1));
            assertThat(client.commits).containsExactly(1L);
            given.get(0).acknowledge();
            assertThat(client.commits).containsExactly(1L, 2L);
        }
    }

    @Test
    void aDeliveryFromBeforeTheContainerJoinedAgainCountsNoMore() {
        ByHand listener = new ByHand();
        client.append("a");
        try (var application = ListenerApplication.started(client, listener)) {
            await().untilAsserted(() -> assertThat(listener.given).hasSize(1));
            Acknowledgment before = listener.given.remove("a");
            application.container().pause();
            await().untilAsserted(() -> assertThat(client.left).hasValue(1));
            application.container().resume();
            await().untilAsserted(() -> assertThat(listener.given).hasSize(1));
            assertThat(listener.given.get("a")).isNotSameAs(before);
            listener.given.get("a").acknowledge();
            assertThat(client.commits).containsExactly(1L);
        }
    }
}
