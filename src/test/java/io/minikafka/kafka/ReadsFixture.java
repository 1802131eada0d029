package io.minikafka.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.broker.FetchLimits;
import io.minikafka.broker.Start;
import io.minikafka.store.ReadResult;
import io.minikafka.store.TopicPartition;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.junit.jupiter.api.AfterEach;

/** Reads over a cluster, and how many consumers they have. */
abstract class ReadsFixture extends KafkaFixture {
    static final FetchLimits LIMITS = new FetchLimits(1_000, 1_000_000);
    static final FetchLimits ONE = new FetchLimits(1, 1_000_000);
    static final Start EARLIEST = new Start.Earliest();
    static final Start LATEST = new Start.Latest();
    static final Duration AT_ONCE = Duration.ZERO;
    static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();

    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    final KafkaReads reads;

    ReadsFixture(TestCluster cluster, KafkaSettings settings) {
        super(cluster, settings);
        ClientListener counting = new ClientListener() {
            @Override
            public void opened(Consumer<?, ?> consumer) {
                opened.incrementAndGet();
            }

            @Override
            public void closing(AutoCloseable client) {
                closed.incrementAndGet();
            }
        };
        reads = new KafkaReads(new KafkaClients(settings, counting), topics, threads, timer);
    }

    @AfterEach
    void closeReads() {
        reads.close();
    }

    static KafkaSettings withReaders(TestCluster cluster, int maxReaders) {
        return settings(cluster, KafkaSettings.DEFAULT_REQUEST_TIMEOUT, maxReaders);
    }

    static KafkaSettings settings(TestCluster cluster, Duration requestTimeout, int maxReaders) {
        KafkaSettings plain = KafkaSettings.of(cluster.bootstrapServers());
        return new KafkaSettings(
                plain.producer(),
                plain.consumer(),
                plain.admin(),
                plain.replicationFactor(),
                requestTimeout,
                maxReaders);
    }

    static Start at(long offset) {
        return new Start.AtOffset(offset);
    }

    static List<String> values(ReadResult result) {
        return result.messages().stream()
                .map(message -> message.value().toUtf8())
                .toList();
    }

    CompletableFuture<ReadResult> read(TopicPartition partition, Start start) {
        return reads.fetch(partition, start, LIMITS, AT_ONCE);
    }

    /** A wait that has come so far as to wait. */
    CompletableFuture<ReadResult> waiting(TopicPartition partition, Start start) {
        CompletableFuture<ReadResult> wait = reads.fetch(partition, start, LIMITS, FOREVER);
        await().until(() -> wait.isDone() || ((PendingRead) wait).isWaiting());
        assertThat(wait).isNotDone();
        return wait;
    }
}
