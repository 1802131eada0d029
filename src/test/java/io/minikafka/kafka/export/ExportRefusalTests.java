package io.minikafka.kafka.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.minikafka.FreePorts;
import io.minikafka.group.GroupName;
import io.minikafka.kafka.export.ExportFixture.From;
import io.minikafka.kafka.export.ExportOptions.GroupChoice;
import io.minikafka.kafka.export.ExportOptions.Mode;
import io.minikafka.store.MessageStore;
import io.minikafka.store.StoredMessage;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportRefusalTests {
    @TempDir
    Path root;

    private ExportFixture fixture;

    @BeforeEach
    void open() {
        fixture = new ExportFixture(root, 1);
        fixture.appendNumbered(0, 0, 10);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private void createInKafka(int partitions, Map<String, String> config) throws Exception {
        fixture.admin
                .createTopics(List.of(new NewTopic(fixture.topic.value(), partitions, (short) 1).configs(config)))
                .all()
                .get();
        // The broker may learn of it later than the controller, and the export asks only once.
        await().until(() -> fixture.admin.listTopics().names().get().contains(fixture.topic.value()));
    }

    private void produceToKafka(String value) {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", fixture.cluster.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(fixture.topic.value(), 0, null, value.getBytes()));
        }
    }

    private void assertRefused(String reason) {
        assertThatThrownBy(() -> fixture.export(From.DIRECTORY))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void aTopicWithOtherPartitions() throws Exception {
        createInKafka(2, Map.of("message.timestamp.type", "CreateTime"));
        assertRefused("has 2 partitions; the source has 1");
    }

    @Test
    void aTopicThatWouldReplaceTimes() throws Exception {
        createInKafka(1, Map.of("message.timestamp.type", "LogAppendTime"));
        assertRefused("has message.timestamp.type=LogAppendTime");
    }

    @Test
    void aTopicThatWouldRemoveMessages() throws Exception {
        createInKafka(1, Map.of("message.timestamp.type", "CreateTime", "cleanup.policy", "compact"));
        assertRefused("has cleanup.policy=compact");
    }

    @Test
    void aTopicWithMessagesOfOthers() throws Exception {
        createInKafka(1, Map.of("message.timestamp.type", "CreateTime"));
        produceToKafka("not ours");
        assertRefused("has 1 messages that no export has put there");
    }

    @Test
    void aTopicThatWasMadeBeforeAndIsEmptyIsFine() throws Exception {
        createInKafka(1, Map.of("message.timestamp.type", "CreateTime", "max.message.bytes", "10000"));
        assertThat(fixture.export(From.DIRECTORY).isGood()).isTrue();
    }

    @Test
    void aTopicThatOthersGoOnWriting() {
        fixture.export(From.DIRECTORY);
        produceToKafka("not ours");
        assertRefused("has 1 messages more than the source");
    }

    @Test
    void messagesOfOthersThatComeInBetweenEndTheCopy() {
        AtomicInteger reads = new AtomicInteger();
        try (ExportSource source = new SourceWrapper(fixture.source(From.DIRECTORY)) {
            @Override
            SourceRead whenRead(TopicPartition partition, SourceRead read) {
                if (reads.incrementAndGet() == 2) {
                    produceToKafka("not ours");
                }
                return cut(read, 3);
            }
        }) {
            assertThatThrownBy(() -> fixture.export(source, fixture.options()))
                    .isInstanceOf(ExportException.class)
                    .hasMessageContaining("Somebody else writes to " + fixture.partition(0));
        }
    }

    @Test
    void aTopicOrGroupTheSourceDoesNotHave() {
        assertThatThrownBy(() -> fixture.export(fixture.options().withTopics(Set.of(TopicName.of("missing")))))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining("There is no topic 'missing' in the directory " + root);
        assertThatThrownBy(() ->
                        fixture.export(fixture.options().withGroups(GroupChoice.of(Set.of(GroupName.of("missing"))))))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining("There is no group 'missing'");
    }

    @Test
    void aDirectoryInUse() {
        MessageStore service = fixture.openStore();
        try {
            assertThatThrownBy(() -> DirectorySource.open(root))
                    .isInstanceOf(ExportException.class)
                    .hasMessageContaining(root.toString());
        } finally {
            service.close();
        }
    }

    @Test
    void aDirectoryThatIsNoRoot(@TempDir Path empty) {
        assertThatThrownBy(() -> DirectorySource.open(empty))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining("has no topics");
        assertThat(empty).isEmptyDirectory();
    }

    @Test
    void aRootWithoutAnyTopic() {
        fixture.inStore(store -> store.deleteTopic(fixture.topic));
        assertThatThrownBy(() -> fixture.export(ExportOptions.DEFAULT))
                .isInstanceOf(ExportException.class)
                .hasMessage("There are no topics in the directory " + root);
    }

    @Test
    void verifyingWhatWasNeverExported() {
        assertThatThrownBy(() -> fixture.export(fixture.options().withMode(Mode.VERIFY)))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining("There is no topic '" + fixture.topic + "' in Kafka");
    }

    @Test
    void aMessageInKafkaThatIsNotTheSourcesIsFound() throws Exception {
        createInKafka(1, Map.of("message.timestamp.type", "CreateTime"));
        new ExportLedger(fixture.admin).write(Map.of(fixture.inKafka(0), OffsetMap.startingAt(0, 0)));
        List<StoredMessage> messages = fixture.inStore(0);
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", fixture.cluster.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (StoredMessage message : messages) {
                var record = TargetRecords.of(fixture.inKafka(0), message);
                if (message.offset() == 4) {
                    record.headers().remove("n").add("n", new byte[] {'5'});
                }
                producer.send(record);
            }
        }

        ExportReport report = fixture.export(fixture.options().withMode(Mode.VERIFY));

        assertThat(report.isGood()).isFalse();
        Verification verification = report.partitions().get(0).verification();
        assertThat(verification.difference()).isEqualTo("offset 4 has another set of headers in Kafka, at offset 4");
        assertThat(verification.sourceCount()).isEqualTo(10);
        assertThat(verification.targetCount()).isEqualTo(10);
        assertThat(verification.sourceDigest()).isNotEqualTo(verification.targetDigest());
    }

    @Test
    void aCopyThatDoesNotVerifyMovesNoGroup() throws Exception {
        fixture.commit(0, 5);
        AtomicInteger reads = new AtomicInteger();
        try (ExportSource source = new SourceWrapper(fixture.source(From.DIRECTORY)) {
            @Override
            SourceRead whenRead(TopicPartition partition, SourceRead read) {
                // The copy reads once; what the verification reads has changed.
                return reads.incrementAndGet() == 1
                        ? read
                        : new SourceRead(
                                read.messages().stream()
                                        .map(message -> new StoredMessage(
                                                message.offset(),
                                                message.timestamp(),
                                                message.key(),
                                                message.key(),
                                                message.headers()))
                                        .toList(),
                                read.nextOffset(),
                                0);
            }
        }) {
            ExportReport report = fixture.export(source, fixture.options());
            assertThat(report.isGood()).isFalse();
            assertThat(report.partitions().get(0).verification().difference()).contains("offset 0 has another value");
        }
        assertThat(fixture.committedInKafka(fixture.group)).isEmpty();
    }

    @Test
    void verifyingTellsWhatWasNotExportedYet() {
        fixture.export(From.DIRECTORY);
        fixture.appendNumbered(0, 10, 12);
        Verification verification = fixture.export(fixture.options().withMode(Mode.VERIFY))
                .partitions()
                .get(0)
                .verification();
        assertThat(verification.difference()).isEqualTo("offset 10 is missing in Kafka");
        assertThat(verification.sourceCount()).isEqualTo(12);
        assertThat(verification.targetCount()).isEqualTo(10);
    }

    @Test
    void whatOthersWroteBehindACompleteExportIsNoDifference() {
        fixture.export(From.DIRECTORY);
        produceToKafka("new");
        assertThat(fixture.export(fixture.options().withMode(Mode.VERIFY)).isGood())
                .isTrue();
    }

    @Test
    void aClusterThatIsAway() {
        KafkaConnection away = new KafkaConnection("127.0.0.1:" + FreePorts.any(), Map.of(), Duration.ofMillis(500));
        try (ExportSource source = fixture.source(From.DIRECTORY)) {
            assertThatThrownBy(() -> KafkaExport.run(source, away, fixture.options(), ExportProgress.NONE))
                    .isInstanceOf(ExportException.class)
                    .hasMessageStartingWith("Kafka does not answer, asked to ")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void wrongSettingsOfKafka() {
        KafkaConnection wrong =
                new KafkaConnection("localhost:1", Map.of("security.protocol", "TELEPATHY"), Duration.ofSeconds(1));
        try (ExportSource source = fixture.source(From.DIRECTORY)) {
            assertThatThrownBy(() -> KafkaExport.run(source, wrong, fixture.options(), ExportProgress.NONE))
                    .isInstanceOf(ExportException.class)
                    .hasMessageStartingWith("The settings for Kafka are wrong")
                    .hasMessageContaining("TELEPATHY");
        }
    }

    @Test
    void whatIsNotPermittedIsSaidInOneLine() {
        assertThat(KafkaErrors.failure("append to t-0", new TopicAuthorizationException(Set.of("t"))))
                .hasMessage("Kafka does not permit it, asked to append to t-0: Not authorized to access topics: [t]");
        assertThat(KafkaErrors.failure("connect", new SaslAuthenticationException("wrong\npassword")))
                .hasMessage("Kafka refuses the credentials, asked to connect: wrong password");
    }

    @Test
    void aMessageLargerThanTheProducerTakes() {
        KafkaConnection small = new KafkaConnection(
                fixture.cluster.bootstrapServers(), Map.of("max.request.size", "80"), Duration.ofSeconds(20));
        try (ExportSource source = fixture.source(From.DIRECTORY)) {
            assertThatThrownBy(() -> KafkaExport.run(source, small, fixture.options(), ExportProgress.NONE))
                    .isInstanceOf(ExportException.class)
                    .hasMessageContaining("The message at offset ")
                    .hasMessageContaining("Kafka takes at most 80")
                    .hasMessageContaining("max.request.size");
        }
    }
}
