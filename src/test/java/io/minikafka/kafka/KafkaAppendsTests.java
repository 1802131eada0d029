package io.minikafka.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.broker.BrokerException;
import io.minikafka.broker.BrokerException.Code;
import io.minikafka.broker.BrokerOptions;
import io.minikafka.broker.Placement;
import io.minikafka.broker.ProduceResult;
import io.minikafka.broker.ProduceResult.Run;
import io.minikafka.store.Bytes;
import io.minikafka.store.Durability;
import io.minikafka.store.Message;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Producing into a real cluster, read back by Kafka's own consumer. */
class KafkaAppendsTests {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String name = "t" + UUID.randomUUID();
    private final TopicName topic = TopicName.of(name);
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final List<AutoCloseable> open = new ArrayList<>();

    private KafkaAppends appends(
            String bootstrap, Duration patience, boolean autoCreate, Map<String, Object> settings) {
        Map<String, Object> producer = new HashMap<>(settings);
        producer.put("bootstrap.servers", bootstrap);
        Map<String, Object> address = Map.of("bootstrap.servers", bootstrap);
        KafkaClients clients = new KafkaClients(
                new KafkaSettings(producer, address, address, KafkaSettings.CLUSTER_DEFAULT, patience, 10),
                ClientListener.NONE);
        Admin admin = clients.admin();
        open.add(() -> admin.close(Duration.ZERO));
        BrokerOptions options = new BrokerOptions(TopicSettings.DEFAULT, autoCreate);
        KafkaAppends appends = new KafkaAppends(
                clients,
                clients.producer(),
                admin,
                new KafkaTopics(admin, clients.settings(), options),
                options,
                new StoreLimits(30 << 20),
                timer);
        open.add(() -> appends.close(patience));
        return appends;
    }

    private KafkaAppends appends(Map<String, Object> settings) {
        return appends(TestCluster.shared().bootstrapServers(), PATIENCE, true, settings);
    }

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
        timer.shutdownNow();
    }

    private void createTopic(NewTopic created) throws Exception {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", TestCluster.shared().bootstrapServers()))) {
            admin.createTopics(List.of(created)).all().get();
        }
    }

    private List<String> stored(int partition, int count) {
        KafkaClients clients =
                new KafkaClients(KafkaSettings.of(TestCluster.shared().bootstrapServers()), ClientListener.NONE);
        try (Consumer<byte[], byte[]> consumer = clients.consumer(Map.of())) {
            TopicPartition from = new TopicPartition(name, partition);
            consumer.assign(List.of(from));
            consumer.seekToBeginning(List.of(from));
            List<String> values = new ArrayList<>();
            await().until(() -> {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    values.add(Bytes.wrap(record.value()).toUtf8());
                }
                return values.size() >= count;
            });
            return values;
        }
    }

    private static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("No result", e);
        }
    }

    private static BrokerException failure(CompletableFuture<?> future) {
        try {
            Object result = future.get(60, TimeUnit.SECONDS);
            throw new AssertionError("No failure but " + result);
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(BrokerException.class);
            return (BrokerException) e.getCause();
        } catch (Exception e) {
            throw new AssertionError("No result", e);
        }
    }

    private static List<Message> messages(String... values) {
        return List.of(values).stream().map(Message::utf8).toList();
    }

    @Test
    void whatCreatesATopicAndWhatComesRightAfterItKeepTheirOrder() {
        KafkaAppends appends = appends(Map.of());
        List<CompletableFuture<ProduceResult>> results = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            values.add("m" + i);
            results.add(appends.produce(topic, messages("m" + i), Placement.BY_KEY, () -> {}));
        }
        for (int i = 0; i < 500; i++) {
            assertThat(get(results.get(i))).isEqualTo(new ProduceResult(List.of(new Run(0, i, 1)), Durability.CLUSTER));
        }
        assertThat(stored(0, 500)).isEqualTo(values);
    }

    @Test
    void producingToAKnownTopicIsAcceptedBeforeTheCallReturnsAndStoredLater() throws Exception {
        KafkaAppends appends = appends(Map.of("linger.ms", 60_000, "delivery.timeout.ms", 120_000));
        createTopic(new NewTopic(name, 1, (short) 1));
        CompletableFuture<ProduceResult> first = appends.produce(topic, messages("a"), Placement.BY_KEY, () -> {});
        AtomicBoolean accepted = new AtomicBoolean();
        await().until(() -> {
            AtomicBoolean now = new AtomicBoolean();
            appends.produce(topic, messages("b"), Placement.BY_KEY, () -> now.set(true));
            accepted.set(now.get());
            return now.get();
        });
        assertThat(accepted).isTrue();
        assertThat(first).isNotDone();
    }

    @Test
    void aFullBufferMakesRequestsWaitInOrderAndNothingIsLost() {
        // Room for a few messages only.
        KafkaAppends appends = appends(Map.of("buffer.memory", 100_000, "batch.size", 10_000));
        get(appends.produce(topic, messages("first"), Placement.BY_KEY, () -> {}));
        List<CompletableFuture<ProduceResult>> results = new ArrayList<>();
        List<String> values = new ArrayList<>(List.of("first"));
        for (int i = 0; i < 1_000; i++) {
            String value = i + "-" + "x".repeat(2_000);
            values.add(value);
            results.add(appends.produce(topic, messages(value), Placement.BY_KEY, () -> {}));
        }
        results.forEach(KafkaAppendsTests::get);
        assertThat(stored(0, 1_001)).isEqualTo(values);
    }

    @Test
    void keysGoWhereKafkasOwnProducerPutsThemAndPartitionsCanBeNamed() throws Exception {
        createTopic(new NewTopic(name, 4, (short) 1));
        KafkaAppends appends = appends(Map.of());
        for (int i = 0; i < 20; i++) {
            String key = "key" + i;
            ProduceResult result = get(appends.produce(
                    topic, List.of(Message.of(Bytes.utf8(key), Bytes.utf8("v"))), Placement.BY_KEY, () -> {}));
            assertThat(result.runs().get(0).partition())
                    .isEqualTo(org.apache.kafka.clients.producer.internals.BuiltInPartitioner.partitionForKey(
                            key.getBytes(java.nio.charset.StandardCharsets.UTF_8), 4));
        }
        ProduceResult named = get(
                appends.produce(topic, messages("a", "b", "c"), new Placement.Explicit(List.of(2, 3, 2)), () -> {}));
        assertThat(named.runs()).extracting(Run::partition).containsExactly(2, 3, 2);
        assertThat(failure(appends.produce(topic, messages("a"), new Placement.Explicit(List.of(4)), () -> {}))
                        .code())
                .isEqualTo(Code.UNKNOWN_TOPIC);
        assertThat(failure(appends.produce(topic, messages("a"), Placement.SOLE, () -> {}))
                        .code())
                .isEqualTo(Code.FAILED_PRECONDITION);
    }

    @Test
    void aMessageTooLargeForTheTopicIsRefusedWithBothNumbersAndNobodyElseSuffers() throws Exception {
        createTopic(new NewTopic(name, 1, (short) 1).configs(Map.of("max.message.bytes", "10000")));
        KafkaAppends appends = appends(Map.of());
        AtomicBoolean accepted = new AtomicBoolean();
        CompletableFuture<ProduceResult> tooLarge =
                appends.produce(topic, messages("x".repeat(20_000)), Placement.BY_KEY, () -> accepted.set(true));
        CompletableFuture<ProduceResult> fine = appends.produce(topic, messages("fine"), Placement.BY_KEY, () -> {});

        BrokerException refused = failure(tooLarge);
        assertThat(refused.code()).isEqualTo(Code.MESSAGE_TOO_LARGE);
        assertThat(refused).hasMessageContaining("20000").hasMessageContaining("10000");
        assertThat(accepted).isFalse();
        get(fine);
        assertThat(stored(0, 1)).containsExactly("fine");
    }

    @Test
    void aTopicThatIsNotThereIsRefusedWhereNoneAreCreated() {
        KafkaAppends appends = appends(TestCluster.shared().bootstrapServers(), PATIENCE, false, Map.of());
        AtomicBoolean accepted = new AtomicBoolean();
        BrokerException refused =
                failure(appends.produce(topic, messages("a"), Placement.BY_KEY, () -> accepted.set(true)));
        assertThat(refused.code()).isEqualTo(Code.UNKNOWN_TOPIC);
        assertThat(refused).hasMessageContaining(name);
        assertThat(accepted).isFalse();
    }

    @Test
    void aClusterThatIsAwayIsUnavailableAfterTheRequestTimeoutAndTheCallerNeverWaits() {
        // Nobody listens there.
        KafkaAppends appends = appends("127.0.0.1:1", Duration.ofSeconds(2), true, Map.of());
        CompletableFuture<ProduceResult> result = appends.produce(topic, messages("a"), Placement.BY_KEY, () -> {});
        assertThat(result).isNotDone();
        assertThat(failure(result).code()).isEqualTo(Code.UNAVAILABLE);
    }

    @Test
    void closingRefusesWhatWaitsAndWhatComesLater() {
        KafkaAppends appends = appends("127.0.0.1:1", PATIENCE, true, Map.of());
        CompletableFuture<ProduceResult> waiting = appends.produce(topic, messages("a"), Placement.BY_KEY, () -> {});
        appends.close(Duration.ZERO);
        assertThat(failure(waiting).code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(failure(appends.produce(topic, messages("a"), Placement.BY_KEY, () -> {}))
                        .code())
                .isEqualTo(Code.UNAVAILABLE);
    }
}
