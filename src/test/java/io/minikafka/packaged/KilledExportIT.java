package io.minikafka.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.kafka.TestCluster;
import io.minikafka.store.Bytes;
import io.minikafka.store.Message;
import io.minikafka.store.MessageStore;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.TopicSettings;
import io.minikafka.store.segment.SegmentOptions;
import io.minikafka.store.segment.SegmentedMessageStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The export of the packaged jar, killed in the middle, twice. */
class KilledExportIT {
    private static final int MESSAGES = 10_000;
    private static final TopicPartition PARTITION = TopicPartition.of("orders", 0);
    private static final org.apache.kafka.common.TopicPartition IN_KAFKA =
            new org.apache.kafka.common.TopicPartition("orders", 0);

    @TempDir
    Path directory;

    @Test
    void whatAKilledExportHasCopiedIsNotCopiedAgainAndNothingIsMissing() throws Exception {
        Path root = directory.resolve("data");
        fill(root);
        Path slow = directory.resolve("slow.properties");
        // A request for each message, so that there is a middle to be killed in.
        Files.writeString(slow, "batch.size=1\nlinger.ms=0\nmax.in.flight.requests.per.connection=1\n");
        try (TestCluster cluster = TestCluster.start(Map.of());
                Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            long before = 0;
            for (int i = 0; i < 2; i++) {
                long copied = before;
                Process export = export(cluster, root, Path.of("/dev/null"), "--kafka-config", slow.toString());
                await().atMost(Duration.ofMinutes(2))
                        .until(() -> !export.isAlive() || endOffset(admin) >= copied + 100);
                export.destroyForcibly().waitFor();
                before = endOffset(admin);
                assertThat(before).isBetween(copied + 100, (long) MESSAGES);
            }

            Path report = directory.resolve("report");
            Process export = export(cluster, root, report, "--json");
            assertThat(export.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(export.exitValue()).as(Files.readString(report)).isZero();
            assertThat(Files.readString(report)).contains("\"same\":true,\"count\":" + MESSAGES + ",");
            assertThat(valuesInKafka(cluster))
                    .isEqualTo(IntStream.range(0, MESSAGES)
                            .mapToObj(Integer::toString)
                            .toList());
        }
    }

    private static void fill(Path root) {
        try (MessageStore store = SegmentedMessageStore.open(root, SegmentOptions.DEFAULT, Clock.systemUTC())) {
            store.createTopic(TopicName.of("orders"), TopicSettings.DEFAULT);
            List<Message> messages = IntStream.range(0, MESSAGES)
                    .mapToObj(i -> Message.of(Bytes.utf8("k" + i % 7), Bytes.utf8(Integer.toString(i))))
                    .toList();
            store.append(PARTITION, messages).join();
        }
    }

    private Process export(TestCluster cluster, Path root, Path output, String... options) throws IOException {
        List<String> command = new ArrayList<>(PackagedServer.command(
                "export", "--from", root.toString(), "--to-kafka", cluster.bootstrapServers(), "--timeout", "60s"));
        command.addAll(List.of(options));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    /** 0 while there is no topic. */
    private static long endOffset(Admin admin) throws Exception {
        try {
            return admin.listOffsets(Map.of(IN_KAFKA, OffsetSpec.latest()))
                    .partitionResult(IN_KAFKA)
                    .get(30, TimeUnit.SECONDS)
                    .offset();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return 0;
            }
            throw e;
        }
    }

    private static List<String> valuesInKafka(TestCluster cluster) {
        Map<String, Object> config =
                Map.of("bootstrap.servers", cluster.bootstrapServers(), "auto.offset.reset", "earliest");
        List<String> values = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(IN_KAFKA));
            long end = consumer.endOffsets(List.of(IN_KAFKA)).get(IN_KAFKA);
            while (consumer.position(IN_KAFKA) < end) {
                consumer.poll(Duration.ofSeconds(10)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }
}
