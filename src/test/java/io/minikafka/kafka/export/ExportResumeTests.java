package io.minikafka.kafka.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minikafka.kafka.export.ExportFixture.From;
import io.minikafka.store.TopicPartition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportResumeTests {
    @TempDir
    Path root;

    private ExportFixture fixture;

    @BeforeEach
    void open() {
        fixture = new ExportFixture(root, 2);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    /** Ends like a defect would, after some reads of a few messages each. */
    private static final class BreakingSource extends SourceWrapper {
        private final Random random;
        private int readsLeft;

        BreakingSource(ExportSource source, Random random, int reads) {
            super(source);
            this.random = random;
            this.readsLeft = reads;
        }

        @Override
        synchronized SourceRead whenRead(TopicPartition partition, SourceRead read) {
            if (readsLeft-- == 0) {
                throw new AssertionError("Broken on purpose");
            }
            return cut(read, 1 + random.nextInt(20));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void howeverOftenItIsInterruptedNothingIsTwiceAndNothingMissing(long seed) {
        Random random = new Random(seed);
        fixture.appendNumbered(0, 0, 300);
        fixture.appendNumbered(1, 0, 200);
        int interruptions = 0;
        ExportReport report = null;
        while (report == null) {
            int reads = interruptions < 5 ? random.nextInt(30) : Integer.MAX_VALUE;
            try (ExportSource source = new BreakingSource(fixture.source(From.DIRECTORY), random, reads)) {
                report = fixture.export(source, fixture.options());
            } catch (AssertionError broken) {
                interruptions++;
            }
        }
        assertThat(interruptions).isPositive();
        assertThat(report.isGood()).isTrue();
        assertThat(report.partitions()).extracting(PartitionReport::targetEnd).containsExactly(300L, 200L);
        assertThat(fixture.contentInKafka(0)).isEqualTo(fixture.contentInStore(0));
        assertThat(fixture.contentInKafka(1)).isEqualTo(fixture.contentInStore(1));
    }

    @Test
    void aLaterRunCopiesWhatHasComeSinceAndMovesGroupsOn() throws Exception {
        fixture.appendNumbered(0, 0, 10);
        fixture.commit(0, 4);
        fixture.export(From.DIRECTORY);
        fixture.appendNumbered(0, 10, 25);
        fixture.commit(0, 12);

        ExportReport report = fixture.export(From.SERVER);

        assertThat(report.isGood()).isTrue();
        assertThat(report.partitions()).extracting(PartitionReport::copied).containsExactly(15L, 0L);
        assertThat(fixture.contentInKafka(0))
                .isEqualTo(fixture.contentInStore(0))
                .hasSize(25);
        assertThat(fixture.committedInKafka(fixture.group)
                        .get(fixture.inKafka(0))
                        .offset())
                .isEqualTo(12);
    }

    @Test
    void whatExpiresBetweenTwoRunsIsToldAndEverythingBehindItKeepsItsPlace() throws Exception {
        fixture.appendNumbered(0, 0, 10);
        fixture.export(From.DIRECTORY);
        fixture.appendNumbered(0, 10, 20);
        fixture.clock.advance(ExportFixture.RETENTION);
        fixture.appendNumbered(0, 20, 30);
        fixture.commit(0, 25);

        ExportReport report = fixture.export(From.DIRECTORY);

        PartitionReport partition = report.partitions().get(0);
        assertThat(report.isGood()).isTrue();
        assertThat(partition.copied()).isEqualTo(10);
        assertThat(partition.expired()).isEqualTo(10);
        assertThat(partition.offsets().runs()).containsExactly(new OffsetMap.Run(0, 0), new OffsetMap.Run(10, 20));
        assertThat(partition.verification().targetCount()).isEqualTo(10);
        assertThat(fixture.recordsInKafka(0)).hasSize(20);
        assertThat(fixture.contentInKafka(0).subList(10, 20)).isEqualTo(fixture.contentInStore(0));
        assertThat(fixture.committedInKafka(fixture.group)
                        .get(fixture.inKafka(0))
                        .offset())
                .isEqualTo(15);

        fixture.appendNumbered(0, 30, 35);
        assertThat(fixture.export(From.DIRECTORY).isGood()).isTrue();
        assertThat(fixture.recordsInKafka(0)).hasSize(25);
    }

    @Test
    void whatExpiresUnderTheCopysEyesIsPassedOver() {
        fixture.appendNumbered(0, 0, 30);
        try (ExportSource source = new SourceWrapper(fixture.source(From.DIRECTORY)) {
            @Override
            SourceRead whenRead(TopicPartition partition, SourceRead read) {
                List<io.minikafka.store.StoredMessage> left = read.messages().stream()
                        .filter(message -> message.offset() < 5 || message.offset() >= 12)
                        .toList();
                return cut(new SourceRead(left, read.nextOffset(), 0), 7);
            }
        }) {
            ExportReport report = fixture.export(source, fixture.options());
            assertThat(report.isGood()).isTrue();
            assertThat(report.partitions().get(0).expired()).isEqualTo(7);
            assertThat(report.partitions().get(0).offsets().runs())
                    .containsExactly(new OffsetMap.Run(0, 0), new OffsetMap.Run(5, 12));
        }
        assertThat(fixture.recordsInKafka(0)).hasSize(23);
    }

    @Test
    void aRunKilledBetweenTheNoteOfAGapAndTheMessageBehindItBeginsThatGapAgain() {
        fixture.appendNumbered(0, 0, 10);
        fixture.export(From.DIRECTORY);
        new ExportLedger(fixture.admin)
                .write(Map.of(fixture.inKafka(0), OffsetMap.startingAt(0, 0).continuedAt(10, 15)));
        fixture.appendNumbered(0, 10, 20);
        fixture.clock.advance(ExportFixture.RETENTION);
        fixture.appendNumbered(0, 20, 30);

        ExportReport report = fixture.export(From.DIRECTORY);

        assertThat(report.isGood()).isTrue();
        assertThat(report.partitions().get(0).offsets().runs())
                .containsExactly(new OffsetMap.Run(0, 0), new OffsetMap.Run(10, 20));
        assertThat(fixture.contentInKafka(0).subList(10, 20)).isEqualTo(fixture.contentInStore(0));
    }

    @Test
    void whatKafkaHasDroppedMeanwhileIsNeitherCopiedAgainNorMissed() throws Exception {
        fixture.appendNumbered(0, 0, 20);
        fixture.commit(0, 3);
        fixture.export(fixture.options().withGroups(ExportOptions.GroupChoice.NONE));
        fixture.admin
                .deleteRecords(Map.of(fixture.inKafka(0), RecordsToDelete.beforeOffset(8)))
                .all()
                .get();
        fixture.appendNumbered(0, 20, 25);

        ExportReport report = fixture.export(From.DIRECTORY);

        assertThat(report.isGood()).isTrue();
        assertThat(report.partitions().get(0).copied()).isEqualTo(5);
        assertThat(report.partitions().get(0).verification().targetCount()).isEqualTo(17);
        assertThat(fixture.contentInKafka(0))
                .isEqualTo(fixture.contentInStore(0).subList(8, 25));
        assertThat(fixture.committedInKafka(fixture.group)
                        .get(fixture.inKafka(0))
                        .offset())
                .isEqualTo(8);
    }

    @Test
    void damagedMessagesArePassedOverAndReported() throws Exception {
        fixture.appendNumbered(0, 0, 200);
        damageAMessage();

        for (From from : From.values()) {
            ExportReport report = fixture.export(from);
            PartitionReport partition = report.partitions().get(0);
            assertThat(report.isGood()).isEqualTo(from == From.SERVER);
            assertThat(partition.verification().isSame()).isTrue();
            assertThat(partition.offsets().runs()).hasSize(2);
            if (from == From.DIRECTORY) {
                assertThat(partition.damaged()).isPositive();
                assertThat(partition.copied() + partition.damaged()).isEqualTo(200);
                assertThat(partition.expired()).isZero();
            }
        }
        assertThat(fixture.contentInKafka(0)).hasSizeLessThan(200).contains(contentOf(0), contentOf(199));
    }

    private Content contentOf(int offset) {
        return fixture.contentInKafka(0).stream()
                .filter(content -> new String(content.value().toByteArray()).equals("v" + offset))
                .findFirst()
                .orElseThrow();
    }

    /** Flips a bit in the middle of a segment in the middle. */
    private void damageAMessage() throws Exception {
        Path directory = root.resolve("topics").resolve(fixture.topic.value()).resolve("0");
        List<Path> segments = new ArrayList<>();
        try (var files = Files.list(directory)) {
            files.filter(file -> file.toString().endsWith(".log")).sorted().forEach(segments::add);
        }
        assertThat(segments).hasSizeGreaterThan(2);
        Path segment = segments.get(1);
        byte[] bytes = Files.readAllBytes(segment);
        bytes[bytes.length / 2] ^= 1;
        Files.write(segment, bytes);
    }

    @Test
    void anotherSourceIsNotMixedIn() {
        fixture.appendNumbered(0, 0, 10);
        fixture.export(From.DIRECTORY);
        try (ExportSource other = new SourceWrapper(fixture.source(From.DIRECTORY)) {
            @Override
            SourceTopic describe(io.minikafka.store.TopicName topic) {
                SourceTopic same = super.describe(topic);
                return new SourceTopic(
                        topic,
                        same.retentionAge(),
                        same.retentionBytes(),
                        List.of(new OffsetRange(0, 12), same.partitions().get(1)));
            }

            @Override
            SourceRead whenRead(TopicPartition partition, SourceRead read) {
                return new SourceRead(
                        read.messages().stream()
                                .map(message -> new io.minikafka.store.StoredMessage(
                                        message.offset(),
                                        message.timestamp() + 1,
                                        message.key(),
                                        message.value(),
                                        message.headers()))
                                .toList(),
                        read.nextOffset(),
                        0);
            }
        }) {
            assertThatThrownBy(() -> fixture.export(other, fixture.options()))
                    .isInstanceOf(ExportException.class)
                    .hasMessageContaining("is not the source's offset");
        }
        assertThat(fixture.recordsInKafka(0)).hasSize(10);
    }
}
