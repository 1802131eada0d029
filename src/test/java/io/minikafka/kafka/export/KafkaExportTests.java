package io.minikafka.kafka.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.group.GroupName;
import io.minikafka.kafka.export.ExportFixture.From;
import io.minikafka.kafka.export.ExportOptions.GroupChoice;
import io.minikafka.kafka.export.ExportOptions.Mode;
import io.minikafka.kafka.export.GroupReport.Outcome;
import io.minikafka.store.Bytes;
import io.minikafka.store.Header;
import io.minikafka.store.Message;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KafkaExportTests {
    @TempDir
    Path root;

    private ExportFixture fixture;

    private ExportFixture topicOf(int partitions) {
        fixture = new ExportFixture(root, partitions);
        return fixture;
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @EnumSource
    void messagesArriveAsTheyAreWhereTheyAre(From from) {
        topicOf(3);
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 3; i++) {
            fixture.append(i, ExportFixture.randomMessages(random, 50).toArray(Message[]::new));
            fixture.clock.advance(Duration.ofSeconds(1));
            fixture.append(i, ExportFixture.randomMessages(random, 50).toArray(Message[]::new));
        }

        ExportReport report = fixture.export(from);

        assertThat(report.isGood()).isTrue();
        for (int i = 0; i < 3; i++) {
            assertThat(fixture.contentInKafka(i))
                    .isEqualTo(fixture.contentInStore(i))
                    .hasSize(100);
            assertThat(report.partitions().get(i).copied()).isEqualTo(100);
            assertThat(report.partitions().get(i).offsets()).isEqualTo(OffsetMap.startingAt(0, 0));
            assertThat(report.partitions().get(i).verification().targetCount()).isEqualTo(100);
        }
    }

    @Test
    void whatIsAbsentAndWhatIsEmptyStayApart() {
        topicOf(1);
        fixture.append(
                0,
                new Message(null, Bytes.EMPTY, List.of()),
                new Message(
                        Bytes.EMPTY,
                        Bytes.utf8("v"),
                        List.of(Header.of("a", "1"), Header.of("b", ""), Header.of("a", "2"))));

        fixture.export(From.DIRECTORY);

        List<ConsumerRecord<byte[], byte[]>> records = fixture.recordsInKafka(0);
        assertThat(records.get(0).key()).isNull();
        assertThat(records.get(0).value()).isEmpty();
        assertThat(records.get(1).key()).isEmpty();
        List<String> headers = new ArrayList<>();
        records.get(1).headers().forEach(header -> headers.add(header.key() + "=" + new String(header.value())));
        assertThat(headers).containsExactly("a=1", "b=", "a=2");
        assertThat(records.get(0).timestamp()).isEqualTo(fixture.clock.millis());
    }

    @Test
    void theTopicInKafkaHasTheSettingsOfTheSource() throws Exception {
        topicOf(2);
        fixture.inStore(store -> store.updateTopic(
                fixture.topic,
                TopicSettings.DEFAULT
                        .withPartitions(2)
                        .withRetentionAge(Duration.ofHours(2))
                        .withRetentionBytes(1 << 20)));

        fixture.export(fixture.options().withReplicationFactor((short) 1));

        var resource = new ConfigResource(ConfigResource.Type.TOPIC, fixture.topic.value());
        var config =
                fixture.admin.describeConfigs(List.of(resource)).all().get().get(resource);
        assertThat(config.get("retention.ms").value()).isEqualTo("7200000");
        assertThat(config.get("retention.bytes").value()).isEqualTo("1048576");
        assertThat(config.get("message.timestamp.type").value()).isEqualTo("CreateTime");
        assertThat(config.get("cleanup.policy").value()).isEqualTo("delete");
        assertThat(fixture.admin
                        .describeTopics(List.of(fixture.topic.value()))
                        .allTopicNames()
                        .get()
                        .get(fixture.topic.value())
                        .partitions())
                .hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void whatHasExpiredStaysBehindAndPositionsMoveWithTheMessages(From from) throws Exception {
        topicOf(3);
        for (int i = 0; i < 3; i++) {
            fixture.appendNumbered(i, 0, 10);
        }
        fixture.clock.advance(ExportFixture.RETENTION);
        fixture.appendNumbered(0, 10, 30);
        fixture.appendNumbered(1, 10, 30);
        fixture.commit(0, 15);
        fixture.commit(1, from == From.DIRECTORY ? 3 : 10);
        fixture.commit(2, 10);

        ExportReport report = fixture.export(from);

        assertThat(report.isGood()).isTrue();
        assertThat(fixture.contentInKafka(0))
                .isEqualTo(fixture.contentInStore(0))
                .hasSize(20);
        assertThat(report.partitions().get(0).offsets()).isEqualTo(OffsetMap.startingAt(0, 10));
        assertThat(report.partitions().get(0).expired()).isZero();
        assertThat(fixture.committedInKafka(fixture.group))
                .isEqualTo(Map.of(
                        fixture.inKafka(0), new OffsetAndMetadata(5),
                        fixture.inKafka(1), new OffsetAndMetadata(0),
                        fixture.inKafka(2), new OffsetAndMetadata(0)));
        assertThat(report.groups())
                .extracting(GroupReport::targetOffset, GroupReport::outcome)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple(5L, Outcome.SET),
                        org.assertj.core.api.Assertions.tuple(0L, Outcome.SET),
                        org.assertj.core.api.Assertions.tuple(0L, Outcome.SET));
    }

    @Test
    void onlyTheTopicsAndGroupsThatAreNamedAreExported() throws Exception {
        topicOf(1);
        TopicName other = TopicName.of("other-" + UUID.randomUUID());
        fixture.inStore(store -> store.createTopic(other, TopicSettings.DEFAULT));
        fixture.append(0, ExportFixture.numbered(0));
        fixture.commit(0, 1);

        ExportReport report = fixture.export(fixture.options().withGroups(GroupChoice.NONE));

        assertThat(report.partitions()).extracting(PartitionReport::partition).containsExactly(fixture.partition(0));
        assertThat(report.groups()).isEmpty();
        assertThat(fixture.committedInKafka(fixture.group)).isEmpty();
        assertThat(fixture.admin.listTopics().names().get())
                .contains(fixture.topic.value())
                .doesNotContain(other.value());

        report = fixture.export(fixture.options().withGroups(GroupChoice.of(Set.of(fixture.group))));

        assertThat(report.groups()).hasSize(1);
        assertThat(fixture.committedInKafka(fixture.group)).hasSize(1);
    }

    @Test
    void aGroupThatHasComeFurtherInKafkaIsNotMovedBack() throws Exception {
        topicOf(1);
        fixture.appendNumbered(0, 0, 10);
        fixture.commit(0, 4);
        fixture.export(From.DIRECTORY);
        fixture.admin
                .alterConsumerGroupOffsets(fixture.group.value(), Map.of(fixture.inKafka(0), new OffsetAndMetadata(7)))
                .all()
                .get();

        ExportReport report = fixture.export(From.DIRECTORY);

        assertThat(report.groups()).extracting(GroupReport::outcome).containsExactly(Outcome.KEPT);
        assertThat(fixture.committedInKafka(fixture.group)
                        .get(fixture.inKafka(0))
                        .offset())
                .isEqualTo(7);
    }

    @Test
    void aGroupThatHasMembersInKafkaIsReportedAndLeftAlone() {
        topicOf(1);
        fixture.appendNumbered(0, 0, 10);
        fixture.export(fixture.options().withGroups(GroupChoice.NONE));
        fixture.commit(0, 4);
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                fixture.cluster.bootstrapServers(),
                "group.id",
                fixture.group.value(),
                "enable.auto.commit",
                false,
                "auto.offset.reset",
                "earliest");
        try (var member = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            member.subscribe(List.of(fixture.topic.value()));
            while (member.poll(Duration.ofSeconds(10)).isEmpty()) {
                assertThat(member.listTopics()).containsKey(fixture.topic.value());
            }

            ExportReport report = fixture.export(From.DIRECTORY);

            assertThat(report.isGood()).isFalse();
            assertThat(report.groups()).singleElement().satisfies(group -> {
                assertThat(group.outcome()).isEqualTo(Outcome.FAILED);
                assertThat(group.problem()).contains(fixture.group.value());
            });
        }
    }

    @Test
    void aMessageLargerThanTheTopicsLimitRaisesIt() throws Exception {
        topicOf(2);
        byte[] large = new byte[3 << 20];
        new Random(1).nextBytes(large);
        fixture.append(0, ExportFixture.numbered(0), Message.of(Bytes.wrap(large)), ExportFixture.numbered(2));
        fixture.appendNumbered(1, 0, 50);
        List<String> notes = new ArrayList<>();
        ExportReport report;
        try (ExportSource source = fixture.source(From.DIRECTORY)) {
            report = KafkaExport.run(source, fixture.kafka(), fixture.options(), new ExportProgress() {
                @Override
                public void note(String line) {
                    notes.add(line);
                }
            });
        }

        assertThat(report.isGood()).isTrue();
        assertThat(fixture.contentInKafka(0))
                .isEqualTo(fixture.contentInStore(0))
                .hasSize(3);
        assertThat(notes).anyMatch(note -> note.startsWith("Raised max.message.bytes of the topic '" + fixture.topic));
    }

    @Test
    void aPlanChangesNothingInKafka() throws Exception {
        topicOf(1);
        fixture.appendNumbered(0, 0, 10);
        ExportOptions plan = fixture.options().withMode(Mode.PLAN);

        assertThat(fixture.export(plan).partitions())
                .singleElement()
                .satisfies(partition -> assertThat(partition.copied()).isEqualTo(10));
        assertThat(fixture.admin.listTopics().names().get()).doesNotContain(fixture.topic.value());

        fixture.export(From.DIRECTORY);
        fixture.appendNumbered(0, 10, 13);
        assertThat(fixture.export(plan).partitions())
                .singleElement()
                .satisfies(partition -> assertThat(partition.copied()).isEqualTo(3));
        assertThat(fixture.recordsInKafka(0)).hasSize(10);
    }

    @Test
    void progressEndsAtTheTotal() {
        topicOf(3);
        for (int i = 0; i < 3; i++) {
            fixture.appendNumbered(i, 0, 20);
        }
        List<String> seen = new ArrayList<>();
        try (ExportSource source = fixture.source(From.DIRECTORY)) {
            KafkaExport.run(source, fixture.kafka(), fixture.options(), new ExportProgress() {
                @Override
                public void at(Phase phase, long done, long total) {
                    seen.add(phase + " " + done + " of " + total);
                }
            });
        }
        assertThat(seen).contains("COPYING 60 of 60", "VERIFYING 60 of 60").doesNotHaveDuplicates();
    }

    @Test
    void aGroupOfTheLedgersNameIsReported() {
        topicOf(1);
        fixture.appendNumbered(0, 0, 3);
        try (ExportSource source = new SourceWrapper(fixture.source(From.DIRECTORY)) {
            @Override
            Map<GroupName, Map<io.minikafka.store.TopicPartition, Long>> committedOffsets() {
                return Map.of(GroupName.of(ExportLedger.GROUP), Map.of(fixture.partition(0), 1L));
            }
        }) {
            assertThat(fixture.export(source, fixture.options()).groups())
                    .extracting(GroupReport::outcome)
                    .containsExactly(Outcome.FAILED);
        }
    }
}
