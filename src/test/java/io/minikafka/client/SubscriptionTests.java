package io.minikafka.client;

import static io.minikafka.client.Failing.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.client.MinikafkaException.Kind;
import io.minikafka.store.MutableClock;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.memory.InMemoryMessageStore;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SubscriptionTests {
    private static final String TOPIC = "t";

    private final GatedStore store = new GatedStore();
    private final Received received = new Received();
    private TestServer server;
    private MinikafkaClient client;

    @BeforeEach
    void start() {
        server = new TestServer(store);
        client = server.client();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void whatIsThereAndWhatArrivesIsPushedInOrder() {
        produce("a", "b");
        Subscription subscription = client.subscribe(TOPIC, StartPosition.earliest(), received);
        await().until(() -> received.texts.size() == 2);
        produce("c");
        await().until(() -> subscription.position() == 3);
        assertThat(received.texts).containsExactly("a", "b", "c");
        assertThat(subscription.topic()).isEqualTo(TOPIC);
        assertThat(subscription.skipped()).isZero();
        assertThat(subscription.ended()).isNotDone();
    }

    @Test
    void latestMissesNothingThatIsAppendedAfterwards() {
        produce("old");
        Subscription subscription = client.subscribe(TOPIC, StartPosition.latest(), received);
        server.restart();
        produce("new");
        await().until(() -> subscription.position() == 2);
        assertThat(received.texts).containsExactly("new");
    }

    @Test
    void positionIsKnownBeforeTheFirstMessage() {
        produce("a", "b");
        assertThat(client.subscribe(TOPIC, StartPosition.offset(2), received).position())
                .isEqualTo(2);
        assertThat(client.subscribe(TOPIC, StartPosition.latest(), received).position())
                .isEqualTo(2);
    }

    @Test
    void aPartitionIsSubscribedToAlone() {
        client.topics().create(TOPIC, TopicConfig.DEFAULT.withPartitions(2));
        Producer producer = client.producer(TOPIC);
        producer.send(ProducerMessage.utf8("in 0").withPartition(0));
        producer.send(ProducerMessage.utf8("in 1").withPartition(1));
        client.subscribe(TOPIC, StartPosition.earliest(), ReadOptions.DEFAULT.withPartition(1), received);
        await().until(() -> !received.texts.isEmpty());
        assertThat(received.texts).containsExactly("in 1");
    }

    @Test
    void itGoesOnAfterRestartsOfTheServerWithoutLossOrRepetition() {
        Subscription subscription = null;
        for (int i = 0; i < 4; i++) {
            produce(Integer.toString(i));
            if (subscription == null) {
                subscription = client.subscribe(TOPIC, StartPosition.earliest(), received);
            }
            int expected = i + 1;
            Subscription current = subscription;
            await().until(() -> current.position() == expected);
            server.restart();
        }
        assertThat(received.texts).containsExactly("0", "1", "2", "3");
        assertThat(received.lost.get()).isPositive();
    }

    @Test
    void aSlowListenerSlowsTheServer() {
        int messages = 50;
        produce(Collections.nCopies(messages, "x".repeat(1 << 20)).toArray(String[]::new));
        ReadOptions oneByOne = ReadOptions.DEFAULT.withMaxMessages(1);
        Semaphore permits = new Semaphore(0);
        Subscription slow = client.subscribe(TOPIC, StartPosition.earliest(), oneByOne, some -> {
            permits.acquire(some.size());
            received.onMessages(some);
        });
        int before = store.reads.get();
        Subscription fast = client.subscribe(TOPIC, StartPosition.earliest(), oneByOne, some -> {});
        await().until(() -> fast.position() == messages);

        // In the time of a whole round of the other, the slow one has been read no more than the connection holds.
        assertThat(store.reads.get() - before - messages).isLessThan(messages / 2);
        permits.release(messages);
        await().until(() -> slow.position() == messages);
        assertThat(received.texts).hasSize(messages);
    }

    @Test
    void whatRetentionRemovedIsTold() {
        MutableClock clock = MutableClock.started();
        try (TestServer aging = new TestServer(new InMemoryMessageStore(StoreLimits.DEFAULT, clock));
                MinikafkaClient agingClient = aging.client()) {
            agingClient.topics().create(TOPIC, TopicConfig.DEFAULT.withRetentionAge(Duration.ofMinutes(1)));
            agingClient.produce(TOPIC, List.of(ProducerMessage.utf8("a"), ProducerMessage.utf8("b")));
            clock.advance(Duration.ofMinutes(2));
            agingClient.produce(TOPIC, List.of(ProducerMessage.utf8("c")));
            Subscription subscription = agingClient.subscribe(TOPIC, StartPosition.offset(0), received);
            await().until(() -> subscription.position() == 3);
            assertThat(received.texts).containsExactly("c");
            assertThat(received.skipped.get()).isEqualTo(2);
            assertThat(subscription.skipped()).isEqualTo(2);
        }
    }

    @Test
    void nothingIsPushedAfterClosing() {
        produce("a");
        Subscription subscription = client.subscribe(TOPIC, StartPosition.earliest(), received);
        await().until(() -> received.texts.size() == 1);
        subscription.close();
        subscription.close();
        assertThat(subscription.ended()).isCompleted();
        produce("b");
        Subscription other = client.subscribe(TOPIC, StartPosition.earliest(), messages -> {});
        await().until(() -> other.position() == 2);
        assertThat(received.texts).containsExactly("a");
    }

    @Test
    void aListenerMayCloseItsSubscription() {
        produce("a", "b");
        CompletableFuture<Subscription> self = new CompletableFuture<>();
        Subscription subscription =
                client.subscribe(TOPIC, StartPosition.earliest(), ReadOptions.DEFAULT.withMaxMessages(1), messages -> {
                    received.onMessages(messages);
                    self.join().close();
                });
        self.complete(subscription);
        await().until(() -> subscription.ended().isDone());
        assertThat(received.texts).containsExactly("a");
    }

    @Test
    void aFailingListenerEndsTheSubscriptionBeforeItsMessages() {
        produce("a", "b", "c");
        IllegalStateException broken = new IllegalStateException("broken");
        Subscription subscription =
                client.subscribe(TOPIC, StartPosition.earliest(), ReadOptions.DEFAULT.withMaxMessages(1), messages -> {
                    if (messages.get(0).text().equals("b")) {
                        throw broken;
                    }
                    received.onMessages(messages);
                });
        await().until(() -> subscription.ended().isDone());
        assertThat(subscription.ended().handle((ended, failure) -> failure).join())
                .isSameAs(broken);
        assertThat(received.texts).containsExactly("a");
        assertThat(subscription.position()).isEqualTo(1);
    }

    @Test
    void anUnknownTopicEndsIt() {
        Subscription subscription = client.subscribe(TOPIC, StartPosition.earliest(), received);
        await().until(() -> subscription.ended().isDone());
        assertFails(Kind.NOT_FOUND, () -> Futures.join(subscription.ended()));
    }

    @Test
    void aDeletedTopicEndsIt() {
        produce("a");
        Subscription subscription = client.subscribe(TOPIC, StartPosition.earliest(), received);
        await().until(() -> received.texts.size() == 1);
        client.topics().delete(TOPIC);
        await().until(() -> subscription.ended().isDone());
        assertFails(Kind.NOT_FOUND, () -> Futures.join(subscription.ended()));
    }

    @Test
    void manyMessagesArriveComplete() {
        int count = 20_000;
        Producer producer = client.producer(TOPIC);
        Subscription subscription = client.subscribe(TOPIC, start(producer), received);
        for (int i = 1; i < count; i++) {
            producer.sendAsync(ProducerMessage.utf8(Integer.toString(i)));
        }
        await().until(() -> subscription.position() == count);
        assertThat(received.texts)
                .isEqualTo(IntStream.range(0, count).mapToObj(Integer::toString).toList());
    }

    @Test
    void theListenerIsCalledByOneThreadAtATime() {
        produce(IntStream.range(0, 200).mapToObj(Integer::toString).toArray(String[]::new));
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger overlaps = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(200);
        client.subscribe(TOPIC, StartPosition.earliest(), ReadOptions.DEFAULT.withMaxMessages(1), messages -> {
            if (inside.incrementAndGet() > 1) {
                overlaps.incrementAndGet();
            }
            all.countDown();
            inside.decrementAndGet();
        });
        await().until(() -> all.getCount() == 0);
        assertThat(overlaps).hasValue(0);
    }

    private static StartPosition start(Producer producer) {
        return StartPosition.offset(producer.send(ProducerMessage.utf8("0")).offset());
    }

    private void produce(String... texts) {
        client.produce(TOPIC, List.of(texts).stream().map(ProducerMessage::utf8).toList());
    }

    /** What a listener was told. */
    private static final class Received implements SubscriptionListener {
        final List<String> texts = new CopyOnWriteArrayList<>();
        final AtomicInteger lost = new AtomicInteger();
        final AtomicInteger skipped = new AtomicInteger();

        @Override
        public void onMessages(List<ConsumedMessage> messages) {
            texts.addAll(messages.stream().map(ConsumedMessage::text).toList());
        }

        @Override
        public void onConnectionLost(MinikafkaException cause) {
            lost.incrementAndGet();
        }

        @Override
        public void onSkipped(long messages) {
            skipped.addAndGet((int) messages);
        }
    }
}
