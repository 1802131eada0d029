package io.minikafka.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.client.MinikafkaClient;
import io.minikafka.client.ProducerMessage;
import io.minikafka.client.TestServer;
import io.minikafka.kafka.TestCluster;
import io.minikafka.store.Message;
import io.minikafka.store.MessageStore;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.TopicSettings;
import io.minikafka.store.segment.SegmentOptions;
import io.minikafka.store.segment.SegmentedMessageStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandTests {
    private final TestCluster kafka = TestCluster.shared();
    private final String topic = "orders-" + UUID.randomUUID();

    private int export(CommandLineRun run, String... options) {
        List<String> args =
                new ArrayList<>(List.of("export", "--to-kafka", kafka.bootstrapServers(), "--timeout", "30s"));
        args.addAll(Arrays.asList(options));
        return run.run(args.toArray(String[]::new));
    }

    private void fill(Path root, int messages) {
        TopicName name = TopicName.of(topic);
        try (MessageStore store = SegmentedMessageStore.open(root, SegmentOptions.DEFAULT, Clock.systemUTC())) {
            if (!store.exists(name)) {
                store.createTopic(name, TopicSettings.DEFAULT);
            }
            for (int i = 0; i < messages; i++) {
                store.append(new TopicPartition(name, 0), List.of(Message.utf8("v")))
                        .join();
            }
        }
    }

    @Test
    void aRunningServiceIsExported() {
        try (TestServer server = new TestServer();
                MinikafkaClient client = server.client()) {
            client.produce(topic, List.of(ProducerMessage.utf8("a"), ProducerMessage.utf8("b")));
            CommandLineRun run = new CommandLineRun();

            assertThat(export(run, "--from", server.target())).as(run.err()).isZero();

            assertThat(run.lines())
                    .singleElement()
                    .asString()
                    .matches(
                            topic
                                    + "-0: offsets 0 to 2, in Kafka the same; 2 messages copied; 2 verified, SHA-256 [0-9a-f]{12}");
            assertThat(run.err().lines()).containsExactly("Created the topic '" + topic + "' in Kafka");
        }
    }

    @Test
    void aDirectoryIsExportedAndALaterRunGoesOnBehindIt(@TempDir Path root) {
        fill(root, 3);
        assertThat(export(new CommandLineRun(), "--from", root.toString())).isZero();
        fill(root, 2);
        CommandLineRun again = new CommandLineRun();

        assertThat(export(again, "--from", root.toString(), "--topic", topic, "--quiet", "--json"))
                .as(again.err())
                .isZero();

        assertThat(again.err()).isEmpty();
        assertThat(again.lines())
                .singleElement()
                .asString()
                .matches(
                        "\\{\"topic\":\""
                                + topic
                                + "\",\"partition\":0,\"logStartOffset\":0,\"logEndOffset\":5,\"kafkaLogEndOffset\":5,"
                                + "\"offsets\":\\[\\{\"from\":0,\"kafkaFrom\":0}],\"copied\":2,\"expired\":0,\"damaged\":0,"
                                + "\"same\":true,\"count\":5,\"kafkaCount\":5,\"sha256\":\"[0-9a-f]{64}\",\"kafkaSha256\":\"[0-9a-f]{64}\"}");
    }

    @Test
    void aDryRunTellsWhatThereIsToCopy(@TempDir Path root) {
        fill(root, 3);
        CommandLineRun run = new CommandLineRun();
        assertThat(export(run, "--from", root.toString(), "--dry-run")).isZero();
        assertThat(run.lines()).containsExactly(topic + "-0: offsets 0 to 3, in Kafka the same; 3 messages to copy");
    }

    @Test
    void whatDoesNotVerifyEndsWithOne(@TempDir Path root) {
        fill(root, 3);
        export(new CommandLineRun(), "--from", root.toString());
        fill(root, 1);
        CommandLineRun run = new CommandLineRun();
        assertThat(export(run, "--from", root.toString(), "--verify-only")).isEqualTo(1);
        assertThat(run.lines())
                .containsExactly(
                        topic + "-0: offsets 0 to 4, in Kafka the same; DIFFERENT: 4 messages in the source and"
                                + " 3 in Kafka; offset 3 is missing in Kafka");
    }

    @Test
    void refusalsAreOneLine(@TempDir Path root) {
        fill(root, 1);
        CommandLineRun run = new CommandLineRun();
        assertThat(export(run, "--from", root.toString(), "--topic", "missing")).isEqualTo(1);
        assertThat(run.err().lines())
                .containsExactly("minikafka: There is no topic 'missing' in the directory " + root);
    }

    @Test
    void aServiceThatIsAwayIsOneLine() {
        CommandLineRun run = new CommandLineRun();
        int code =
                run.run("export", "--from", "127.0.0.1:1", "--to-kafka", kafka.bootstrapServers(), "--timeout", "1s");
        assertThat(code).isEqualTo(1);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).startsWith("minikafka: The service: ");
    }

    @Test
    void aClusterThatIsAwayIsOneLine(@TempDir Path root) {
        fill(root, 1);
        CommandLineRun run = new CommandLineRun();
        int code = run.run("export", "--from", root.toString(), "--to-kafka", "127.0.0.1:1", "--timeout", "500ms");
        assertThat(code).isEqualTo(1);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).startsWith("minikafka: Kafka does not answer, asked to ");
    }

    @Test
    void settingsOfKafkaComeFromAFile(@TempDir Path directory) throws Exception {
        fill(directory, 1);
        Path settings = directory.resolve("kafka.properties");
        CommandLineRun missing = new CommandLineRun();
        assertThat(export(missing, "--from", directory.toString(), "--kafka-config", settings.toString()))
                .isEqualTo(1);
        assertThat(missing.err().lines()).containsExactly("minikafka: There is no file " + settings);

        Files.writeString(settings, "compression.type=smoke-signals\n");
        CommandLineRun wrong = new CommandLineRun();
        assertThat(export(wrong, "--from", directory.toString(), "--kafka-config", settings.toString()))
                .isEqualTo(1);
        assertThat(wrong.err())
                .contains("minikafka: The settings for Kafka are wrong")
                .contains("smoke-signals");

        Files.writeString(settings, "compression.type=gzip\nbootstrap.servers=nowhere:1\n");
        CommandLineRun right = new CommandLineRun();
        assertThat(export(right, "--from", directory.toString(), "--kafka-config", settings.toString()))
                .as(right.err())
                .isZero();
    }
}
