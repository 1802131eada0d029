package io.minikafka.client;

import static io.minikafka.client.Failing.assertFails;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.minikafka.client.MinikafkaException.Kind;
import io.minikafka.store.MutableClock;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.memory.InMemoryMessageStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConsumerTests {
    private static final String TOPIC = "t";
    private static final Duration LONG = Duration.ofMinutes(5);

    private final MutableClock clock = MutableClock.started();
    private TestServer server;
    private MinikafkaClient client;

    @BeforeEach
    void start() {
        server = new TestServer(new InMemoryMessageStore(StoreLimits.DEFAULT, clock));
        client = server.client();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void pollingReturnsWhatFollowsAndMovesThePosition() {
        produce("a", "b", "c");
        Consumer consumer = client.consumer(TOPIC, StartPosition.earliest(), ReadOptions.DEFAULT.withMaxMessages(2));
        assertThat(consumer.topic()).isEqualTo(TOPIC);
        assertThat(consumer.position()).isZero();
        assertThat(texts(consumer.poll(Duration.ZERO))).containsExactly("a", "b");
        assertThat(consumer.position()).isEqualTo(2);
        assertThat(texts(consumer.poll(Duration.ZERO))).containsExactly("c");
        assertThat(consumer.position()).isEqualTo(3);
        assertThat(consumer.poll(Duration.ZERO)).isEmpty();
        assertThat(consumer.position()).isEqualTo(3);
    }

    @Test
    void messagesTellOffsetAndTime() {
        Instant first = clock.instant();
        produce("a", "b");
        clock.advance(Duration.ofMillis(1));
        produce("c");
        assertThat(client.consumer(TOPIC, StartPosition.earliest()).poll(Duration.ZERO))
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(message(0, first, "a"), message(1, first, "b"), message(2, first.plusMillis(1), "c"));
    }

    @Test
    void readingGoesOnAtAPersistedPosition() {
        produce("a", "b", "c");
        long position;
        try (Consumer first =
                client.consumer(TOPIC, StartPosition.earliest(), ReadOptions.DEFAULT.withMaxMessages(2))) {
            first.poll(Duration.ZERO);
            position = first.position();
        }
        assertThat(texts(client.consumer(TOPIC, StartPosition.offset(position)).poll(Duration.ZERO)))
                .containsExactly("c");
    }

    @Test
    void latestIsTheEndWhenTheConsumerIsOpened() {
        produce("old");
        Consumer consumer = client.consumer(TOPIC, StartPosition.latest());
        produce("new");
        assertThat(consumer.position()).isEqualTo(1);
        assertThat(texts(consumer.poll(LONG))).containsExactly("new");
    }

    @Test
    void readingStartsAtATime() {
        produce("a");
        clock.advance(Duration.ofSeconds(1));
        Instant second = clock.instant();
        produce("b");
        Consumer consumer = client.consumer(TOPIC, StartPosition.time(second));
        assertThat(consumer.position()).isEqualTo(1);
        assertThat(texts(consumer.poll(Duration.ZERO))).containsExactly("b");
        assertThat(client.consumer(TOPIC, StartPosition.time(second.plusMillis(1)))
                        .position())
                .isEqualTo(2);
    }

    @Test
    void seekingMovesThePosition() {
        produce("a", "b", "c");
        Consumer consumer = client.consumer(TOPIC, StartPosition.earliest());
        consumer.seek(StartPosition.offset(2));
        assertThat(consumer.position()).isEqualTo(2);
        assertThat(texts(consumer.poll(Duration.ZERO))).containsExactly("c");
        consumer.seek(StartPosition.earliest());
        assertThat(texts(consumer.poll(Duration.ZERO))).containsExactly("a", "b", "c");
        consumer.seek(StartPosition.latest());
        assertThat(consumer.position()).isEqualTo(3);
    }

    @Test
    void aPollWaitsForAMessage() throws Exception {
        produce("old");
        Consumer consumer = client.consumer(TOPIC, StartPosition.latest());
        CompletableFuture<List<ConsumedMessage>> polled = CompletableFuture.supplyAsync(() -> consumer.poll(LONG));
        produce("new");
        assertThat(texts(polled.get())).containsExactly("new");
    }

    @Test
    void anEmptyPollEndsByItself() {
        produce("old");
        Consumer consumer = client.consumer(TOPIC, StartPosition.latest());
        assertThat(consumer.poll(Duration.ofMillis(20))).isEmpty();
    }

    @Test
    void whatRetentionRemovedIsCounted() {
        client.topics().create(TOPIC, TopicConfig.DEFAULT.withRetentionAge(Duration.ofMinutes(1)));
        produce("a", "b");
        Consumer consumer = client.consumer(TOPIC, StartPosition.offset(0));
        clock.advance(Duration.ofMinutes(2));
        produce("c");
        assertThat(consumer.skipped()).isZero();
        assertThat(texts(consumer.poll(Duration.ZERO))).containsExactly("c");
        assertThat(consumer.skipped()).isEqualTo(2);
    }

    @Test
    void aPartitionIsReadAlone() {
        client.topics().create(TOPIC, TopicConfig.DEFAULT.withPartitions(2));
        Producer producer = client.producer(TOPIC);
        producer.send(ProducerMessage.utf8("in 0").withPartition(0));
        producer.send(ProducerMessage.utf8("in 1").withPartition(1));
        Consumer consumer = client.consumer(TOPIC, StartPosition.earliest(), ReadOptions.DEFAULT.withPartition(1));
        assertThat(texts(consumer.poll(Duration.ZERO))).containsExactly("in 1");
    }

    @Test
    void messagesBeyondGrpcsOwnLimitAreRead() {
        client.producer(TOPIC).send(new byte[20 << 20]);
        Consumer consumer = client.consumer(TOPIC, StartPosition.earliest());
        assertThat(consumer.poll(Duration.ZERO).get(0).value()).hasSize(20 << 20);
    }

    @Test
    void aResponseBeyondTheClientsLimitIsATypedFailure() {
        client.producer(TOPIC).send(new byte[2_000]);
        try (MinikafkaClient limited =
                MinikafkaClient.builder(server.target()).maxResponseBytes(1_000).build()) {
            Consumer consumer = limited.consumer(TOPIC, StartPosition.earliest());
            assertFails(Kind.RESOURCE_EXHAUSTED, () -> consumer.poll(Duration.ZERO));
        }
    }

    @Test
    void anUnknownTopicIsNotFound() {
        Consumer consumer = client.consumer(TOPIC, StartPosition.earliest());
        assertThat(assertFails(Kind.NOT_FOUND, () -> consumer.poll(LONG))).hasMessageContaining(TOPIC);
        assertFails(Kind.NOT_FOUND, consumer::position);
        assertFails(Kind.NOT_FOUND, () -> client.consumer(TOPIC, StartPosition.latest()));
    }

    @Test
    void anOffsetBeyondTheEndIsOutOfRange() {
        produce("a");
        Consumer consumer = client.consumer(TOPIC, StartPosition.offset(7));
        assertFails(Kind.OUT_OF_RANGE, () -> consumer.poll(LONG));
        assertThat(consumer.position()).isEqualTo(7);
    }

    @Test
    void aPollOutlivesARestartOfTheServer() throws Exception {
        produce("a");
        Consumer consumer = client.consumer(TOPIC, StartPosition.latest());
        CompletableFuture<List<ConsumedMessage>> polled = CompletableFuture.supplyAsync(() -> consumer.poll(LONG));
        server.stop();
        server.start();
        produce("b");
        assertThat(texts(polled.get())).containsExactly("b");
    }

    @Test
    void aServerThatIsAwayIsUnavailable() {
        server.stop();
        Consumer consumer = client.consumer(TOPIC, StartPosition.earliest());
        assertThat(assertFails(Kind.UNAVAILABLE, () -> consumer.poll(Duration.ZERO)))
                .hasMessageContaining("onnection refused");
    }

    @Test
    void closingEndsAPollThatWaits() {
        produce("a");
        Consumer consumer = client.consumer(TOPIC, StartPosition.latest());
        CompletableFuture<List<ConsumedMessage>> polled = CompletableFuture.supplyAsync(() -> consumer.poll(LONG));
        consumer.close();
        assertThat(polled)
                .failsWithin(Duration.ofMinutes(1))
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isInstanceOfSatisfying(
                        MinikafkaException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.CLOSED));
        assertFails(Kind.CLOSED, () -> consumer.poll(Duration.ZERO));
        consumer.close();
    }

    @Test
    void anInterruptEndsAPollThatWaits() throws Exception {
        produce("a");
        Consumer consumer = client.consumer(TOPIC, StartPosition.latest());
        CompletableFuture<Boolean> flagAfterwards = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            assertFails(Kind.CANCELLED, () -> consumer.poll(LONG));
            flagAfterwards.complete(Thread.currentThread().isInterrupted());
        });
        caller.start();
        caller.interrupt();
        assertThat(flagAfterwards.get()).isTrue();
    }

    @Test
    void readOptionsHaveBounds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReadOptions.DEFAULT.withPartition(-1))
                .withMessageContaining("-1");
        assertThatIllegalArgumentException().isThrownBy(() -> ReadOptions.DEFAULT.withMaxBytes(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> ReadOptions.DEFAULT.withMaxMessages(-1));
    }

    private void produce(String... texts) {
        client.produce(TOPIC, List.of(texts).stream().map(ProducerMessage::utf8).toList());
    }

    private static ConsumedMessage message(long offset, Instant timestamp, String text) {
        return new ConsumedMessage(TOPIC, 0, offset, timestamp, null, text.getBytes(UTF_8), List.of());
    }

    private static List<String> texts(List<ConsumedMessage> messages) {
        return messages.stream().map(ConsumedMessage::text).toList();
    }
}
