package io.minikafka.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.broker.BrokerException.Code;
import io.minikafka.broker.FetchLimits;
import io.minikafka.store.ReadResult;
import io.minikafka.store.TopicPartition;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class KafkaReadsOutageTests extends ReadsFixture {
    private static final TestCluster CLUSTER = TestCluster.start(Map.of());

    private final TopicPartition partition = new TopicPartition(topic(1), 0);

    KafkaReadsOutageTests() {
        // The timeout is short enough to wait for.
        super(CLUSTER, settings(CLUSTER, Duration.ofSeconds(8), 10));
    }

    @AfterAll
    static void stop() {
        CLUSTER.close();
    }

    @Test
    void anOutageIsToldAndSurvived() {
        append(partition, "a", "b");
        assertThat(values(get(reads.fetch(partition, EARLIEST, new FetchLimits(1, 1_000), AT_ONCE))))
                .containsExactly("a");
        CompletableFuture<ReadResult> wait = waiting(partition, LATEST);

        CLUSTER.stopBroker();
        // What has arrived needs no cluster.
        assertThat(values(get(reads.fetch(partition, at(1), LIMITS, AT_ONCE)))).containsExactly("b");
        CompletableFuture<ReadResult> refused = reads.fetch(partition, EARLIEST, LIMITS, AT_ONCE);
        assertThat(failure(refused).code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(failure(wait).code()).isEqualTo(Code.UNAVAILABLE);
        CLUSTER.startBroker();

        // As soon as it has found the broker again.
        await().untilAsserted(() -> assertThat(values(get(reads.fetch(partition, EARLIEST, LIMITS, AT_ONCE))))
                .containsExactly("a", "b"));
    }
}
