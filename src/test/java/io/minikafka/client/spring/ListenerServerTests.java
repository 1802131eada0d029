package io.minikafka.client.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.client.ConsumedMessage;
import io.minikafka.client.GroupInfo;
import io.minikafka.client.GroupInfo.PartitionProgress;
import io.minikafka.client.MessageHeader;
import io.minikafka.client.MinikafkaClient;
import io.minikafka.client.Producer;
import io.minikafka.client.ProducerMessage;
import io.minikafka.client.TestServer;
import io.minikafka.client.TopicConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.backoff.FixedBackOff;

/** Listeners and a real server. */
class ListenerServerTests {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final TestServer server = new TestServer();
    private final MinikafkaClient client = server.client();
    private final MinikafkaClient other = server.client();

    @BeforeEach
    void topic() {
        client.topics().create("orders", TopicConfig.DEFAULT.withPartitions(4));
    }

    @AfterEach
    void close() {
        client.close();
        other.close();
        server.close();
    }

    static class Remembering {
        final List<String> got = new CopyOnWriteArrayList<>();

        @MinikafkaListener(topics = "orders")
        void on(String value) {
            got.add(value);
        }
    }

    private void send(int from, int to) {
        try (Producer producer = client.producer("orders")) {
            for (int i = from; i < to; i++) {
                producer.sendAsync(ProducerMessage.utf8("key" + i, "m" + i));
            }
            producer.flush();
        }
    }

    private static List<String> values(int from, int to) {
        List<String> values = new ArrayList<>();
        for (int i = from; i < to; i++) {
            values.add("m" + i);
        }
        return values;
    }

    /** Listeners join some time after they have started, and then there is such a group. */
    private GroupInfo group(String name) {
        assertThat(client.groups().list()).contains(name);
        return client.groups().describe(name);
    }

    private long lag(String group) {
        return group(group).partitions().stream()
                .mapToLong(PartitionProgress::lag)
                .sum();
    }

    /** How many partitions each member has, those that have any. */
    private Collection<Long> shares() {
        return group("billing").partitions().stream()
                .filter(partition -> partition.owner() != null)
                .collect(Collectors.groupingBy(PartitionProgress::owner, Collectors.counting()))
                .values();
    }

    @Test
    void allMessagesOfAllPartitionsAreDeliveredOnceAndCommitted() {
        Remembering listener = new Remembering();
        try (var application = ListenerApplication.started(client, listener)) {
            send(0, 200);
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(listener.got).containsExactlyInAnyOrderElementsOf(values(0, 200)));
        }
        assertThat(lag("billing")).isZero();
        assertThat(client.groups().describe("billing").members()).isEmpty();
    }

    @Test
    void aListenerGoesOnWhenTheServerHasBeenAwayWhileItListened() {
        Remembering listener = new Remembering();
        try (var application = ListenerApplication.started(client, listener)) {
            send(0, 20);
            await().atMost(LONG).untilAsserted(() -> assertThat(listener.got).containsAll(values(0, 20)));
            server.restart();
            send(20, 40);
            await().atMost(LONG).untilAsserted(() -> assertThat(listener.got).containsAll(values(0, 40)));
        }
    }

    @Test
    void anApplicationStartsWithoutTheServerAndListensWhenItComes() {
        Remembering listener = new Remembering();
        send(0, 20);
        server.stop();
        try (var application = ListenerApplication.started(client, listener)) {
            assertThat(application.container().isRunning()).isTrue();
            assertThat(listener.got).isEmpty();
            server.start();
            await().atMost(LONG).untilAsserted(() -> assertThat(listener.got).containsAll(values(0, 20)));
        }
    }

    @Test
    void twoApplicationsOfAGroupShareItsPartitions() {
        Remembering one = new Remembering();
        Remembering two = new Remembering();
        try (var first = ListenerApplication.started(client, one);
                var second = ListenerApplication.started(other, two)) {
            await().atMost(LONG).untilAsserted(() -> assertThat(shares()).containsExactly(2L, 2L));
            send(0, 200);
            await().atMost(LONG).untilAsserted(() -> {
                List<String> both = new ArrayList<>(one.got);
                both.addAll(two.got);
                assertThat(both).containsAll(values(0, 200));
            });
            assertThat(one.got).isNotEmpty();
            assertThat(two.got).isNotEmpty();
        }
    }

    @Test
    void theMembersOfAContainerWorkAtTheSameTime() {
        CountDownLatch all = new CountDownLatch(4);
        Set<Integer> partitions = ConcurrentHashMap.newKeySet();
        Object listener = new Object() {
            @MinikafkaListener(topics = "orders", concurrency = "4")
            void on(ConsumedMessage message) throws InterruptedException {
                if (partitions.add(message.partition())) {
                    all.countDown();
                    all.await();
                }
            }
        };
        try (var application = ListenerApplication.started(client, listener)) {
            await().atMost(LONG).untilAsserted(() -> assertThat(shares()).containsExactly(1L, 1L, 1L, 1L));
            send(0, 100);
            await().atMost(LONG).untilAsserted(() -> assertThat(all.getCount()).isZero());
        }
    }

    @Test
    void stoppingUnderLoadLosesNothingAndRepeatsNothingThatWasFinished() {
        send(0, 2_000);
        CountDownLatch inHand = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        Remembering first = new Remembering();
        Object pausing = new Object() {
            @MinikafkaListener(topics = "orders")
            void on(String value) throws InterruptedException {
                first.on(value);
                if (first.got.size() == 700) {
                    inHand.countDown();
                    told.await();
                }
            }
        };
        try (var application = ListenerApplication.started(client, pausing)) {
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(inHand.getCount()).isZero());
            application.container().stop(() -> {});
            told.countDown();
        }
        assertThat(first.got).hasSize(700);
        Remembering second = new Remembering();
        try (var application = ListenerApplication.started(client, second)) {
            await().atMost(LONG).untilAsserted(() -> assertThat(lag("billing")).isZero());
        }
        List<String> both = new ArrayList<>(first.got);
        both.addAll(second.got);
        assertThat(both).containsExactlyInAnyOrderElementsOf(values(0, 2_000));
    }

    @Test
    void deadLettersAreMessagesOfATopicThatListenersCanRead() {
        List<String> letters = new CopyOnWriteArrayList<>();
        Object listener = new Object() {
            @MinikafkaListener(topics = "orders", afterRetries = AfterRetries.DEAD_LETTER)
            void on(String value) {
                throw new IllegalStateException("not " + value);
            }

            @MinikafkaListener(topics = "orders.dlt", group = "hospital")
            void onLetter(ConsumedMessage letter) {
                letters.add(letter.keyText() + "=" + letter.text() + " "
                        + letter.headers().stream()
                                .filter(header -> !header.name().contains("partition")
                                        && !header.name().contains("timestamp"))
                                .map(MessageHeader::text)
                                .toList());
            }
        };
        try (var application = ListenerApplication.started(client, listener)) {
            send(7, 8);
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(letters)
                            .containsExactly("key7=m7 [orders, 0, billing, java.lang.IllegalStateException, not m7]"));
            await().atMost(LONG).untilAsserted(() -> assertThat(lag("billing")).isZero());
        }
    }

    @Test
    void aDeadLetterIsNotLostWhenTheServerGoesAwayBeforeItIsStored() {
        CountDownLatch failing = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Object listener = new Object() {
            @MinikafkaListener(topics = "orders", afterRetries = AfterRetries.DEAD_LETTER)
            void on(String value) throws InterruptedException {
                failing.countDown();
                stopped.await();
                throw new IllegalStateException("never " + value);
            }
        };
        Remembering hospital = new Remembering();
        Object reading = new Object() {
            @MinikafkaListener(topics = "orders.dlt", group = "hospital")
            void onLetter(String value) {
                hospital.on(value);
            }
        };
        ListenerDefaults once = ListenerApplication.DEFAULTS.withBackOff(new FixedBackOff(0, 0));
        try (var application = ListenerApplication.started(client, once, listener);
                var reader = ListenerApplication.started(other, once, reading)) {
            send(7, 8);
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(failing.getCount()).isZero());
            server.stop();
            stopped.countDown();
            server.start();
            await().atMost(LONG).untilAsserted(() -> assertThat(hospital.got).contains("m7"));
            await().atMost(LONG).untilAsserted(() -> assertThat(lag("billing")).isZero());
        }
    }

    @Test
    void acknowledgementsByHandAreCommittedWhenNothingIsOutstandingBefore() {
        List<Acknowledgment> given = new CopyOnWriteArrayList<>();
        Object listener = new Object() {
            @MinikafkaListener(topics = "orders", ackMode = AckMode.MANUAL)
            void on(String value, Acknowledgment acknowledgment) {
                given.add(acknowledgment);
            }
        };
        try (Producer producer = client.producer("orders")) {
            for (int i = 0; i < 3; i++) {
                producer.send(ProducerMessage.utf8("m" + i).withPartition(0));
            }
        }
        try (var application = ListenerApplication.started(client, listener)) {
            await().atMost(LONG).untilAsserted(() -> assertThat(given).hasSize(3));
            given.get(2).acknowledge();
            given.get(0).acknowledge();
            await().atMost(LONG).untilAsserted(() -> assertThat(lag("billing")).isEqualTo(2));
            given.get(1).acknowledge();
            await().atMost(LONG).untilAsserted(() -> assertThat(lag("billing")).isZero());
        }
    }
}
