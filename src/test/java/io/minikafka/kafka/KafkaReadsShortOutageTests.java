package io.minikafka.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.store.ReadResult;
import io.minikafka.store.TopicPartition;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class KafkaReadsShortOutageTests extends ReadsFixture {
    private static final TestCluster CLUSTER = TestCluster.start(Map.of());

    private final TopicPartition partition = new TopicPartition(topic(1), 0);

    KafkaReadsShortOutageTests() {
        // The timeout is longer than the cluster takes to come back, on a slow machine, too.
        super(CLUSTER, settings(CLUSTER, Duration.ofMinutes(2), 10));
    }

    @AfterAll
    static void stop() {
        CLUSTER.close();
    }

    @Test
    void aWaitOutlastsAShortOutage() {
        append(partition, "a");
        CompletableFuture<ReadResult> wait = waiting(partition, LATEST);

        CLUSTER.stopBroker();
        CLUSTER.startBroker();
        append(partition, "b");

        assertThat(values(get(wait))).containsExactly("b");
    }
}
