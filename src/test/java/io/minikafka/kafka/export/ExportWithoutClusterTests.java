package io.minikafka.kafka.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minikafka.kafka.TestCluster;
import io.minikafka.kafka.export.ExportFixture.From;
import io.minikafka.store.TopicPartition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportWithoutClusterTests {
    @TempDir
    Path root;

    @Test
    void aClusterThatGoesAwayEndsTheRunAndALaterOneGoesOn() {
        try (TestCluster cluster = TestCluster.start(Map.of());
                ExportFixture fixture = new ExportFixture(root, 1, cluster)) {
            fixture.appendNumbered(0, 0, 100);
            KafkaConnection impatient = new KafkaConnection(
                    cluster.bootstrapServers(),
                    Map.of("request.timeout.ms", "2000", "delivery.timeout.ms", "8000"),
                    Duration.ofSeconds(30));
            AtomicInteger reads = new AtomicInteger();
            try (ExportSource source = new SourceWrapper(fixture.source(From.DIRECTORY)) {
                @Override
                SourceRead whenRead(TopicPartition partition, SourceRead read) {
                    if (reads.incrementAndGet() == 5) {
                        cluster.stopBroker();
                    }
                    return cut(read, 10);
                }
            }) {
                assertThatThrownBy(() -> KafkaExport.run(source, impatient, fixture.options(), ExportProgress.NONE))
                        .isInstanceOf(ExportException.class)
                        .hasMessageStartingWith("Kafka does not answer, asked to append to " + fixture.partition(0));
            }

            cluster.startBroker();

            assertThat(fixture.export(From.DIRECTORY).isGood()).isTrue();
            assertThat(fixture.contentInKafka(0))
                    .isEqualTo(fixture.contentInStore(0))
                    .hasSize(100);
        }
    }
}
