package io.minikafka.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.broker.BrokerException;
import io.minikafka.broker.BrokerOptions;
import io.minikafka.broker.SettingsChange;
import io.minikafka.group.GroupName;
import io.minikafka.store.Bytes;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.TopicSettings;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;

/** The parts of the broker over a cluster, with a producer and an admin of the test's own beside them. */
abstract class KafkaFixture {
    static final TopicSettings DEFAULTS = TopicSettings.DEFAULT;

    private static final int SECONDS = 30;

    final TestCluster cluster;
    final KafkaSettings settings;
    final Admin admin;
    final KafkaTopics topics;
    final ExecutorService threads = Executors.newCachedThreadPool();
    final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final Producer<byte[], byte[]> producer;

    KafkaFixture() {
        this(TestCluster.shared());
    }

    KafkaFixture(TestCluster cluster) {
        this(cluster, KafkaSettings.of(cluster.bootstrapServers()));
    }

    KafkaFixture(TestCluster cluster, KafkaSettings settings) {
        this.cluster = cluster;
        this.settings = settings;
        admin = new KafkaClients(settings, ClientListener.NONE).admin();
        topics = new KafkaTopics(admin, settings, new BrokerOptions(DEFAULTS, true));
        timer.setRemoveOnCancelPolicy(true);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers(), "linger.ms", 0),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @AfterEach
    void closeEverything() {
        producer.close(Duration.ZERO);
        admin.close(Duration.ZERO);
        threads.shutdownNow();
        timer.shutdownNow();
    }

    static TopicName newName() {
        return TopicName.of("t-" + suffix());
    }

    static GroupName newGroup() {
        return GroupName.of("g-" + suffix());
    }

    private static String suffix() {
        return Long.toHexString(ThreadLocalRandom.current().nextLong());
    }

    TopicName topic(int partitions) {
        TopicName name = newName();
        get(topics.create(name, new SettingsChange(partitions, null, null, null)));
        return name;
    }

    void append(TopicPartition partition, String... values) {
        try {
            var sent = Arrays.stream(values)
                    .map(value -> producer.send(new ProducerRecord<>(
                            partition.topic().value(),
                            partition.partition(),
                            null,
                            Bytes.utf8(value).toByteArray())))
                    .toList();
            for (var each : sent) {
                each.get(SECONDS, TimeUnit.SECONDS);
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** The failure as a door sees it: the future's own, not wrapped. */
    static BrokerException failure(CompletableFuture<?> future) {
        CompletableFuture<Throwable> seen = new CompletableFuture<>();
        future.whenComplete((result, failure) -> seen.complete(failure));
        assertThat(get(seen)).isInstanceOf(BrokerException.class);
        return (BrokerException) get(seen);
    }
}
