package io.minikafka.store.segment;

import static io.minikafka.store.segment.StoreOnDisk.OS;
import static io.minikafka.store.segment.StoreOnDisk.P0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minikafka.store.Bytes;
import io.minikafka.store.DataLossException;
import io.minikafka.store.Message;
import io.minikafka.store.StorageFailedException;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.file.SimulatedFileSystem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the store finds after somebody or something changed its files. */
class CorruptionTests {
    private static final SegmentOptions SMALL = new SegmentOptions(StoreLimits.DEFAULT, 1024, 0, 1);
    private static final List<String> VALUES = List.of("first", "second, a bit longer", "third", "fourth", "fifth");

    private static StoreOnDisk filled() {
        StoreOnDisk disk = new StoreOnDisk(OS);
        VALUES.forEach(disk::append);
        return disk;
    }

    @Test
    void theLastRecordCutAtEveryByteLosesThatRecordOnly() throws IOException {
        StoreOnDisk written = filled();
        byte[] whole = written.files.bytes(written.onlySegment());
        int lastFrame = FrameFormat.LEAST_BYTES + "fifth".length();
        for (int cut = 1; cut <= lastFrame; cut++) {
            StoreOnDisk disk = filled();
            SimulatedFileSystem survivors = disk.files.afterKill();
            byte[] original = survivors.bytes(disk.onlySegment());
            survivors.replace(disk.onlySegment(), Arrays.copyOf(original, original.length - cut));

            disk.reopenOn(survivors);

            assertThat(disk.values()).as("cut %d", cut).isEqualTo(VALUES.subList(0, 4));
            assertThat(disk.append("next").firstOffset()).isEqualTo(4);
            disk.reopenOn(disk.files.afterKill());
            assertThat(disk.values())
                    .as("cut %d", cut)
                    .endsWith("fourth", "next")
                    .hasSize(5);
        }
        assertThat(whole.length).isGreaterThan(lastFrame);
    }

    @Test
    void oneFlippedBitInTheActiveSegmentLosesOneMessageAtMostAndIsReported() throws IOException {
        byte[] original = filledSegment();
        for (int at = 0; at < original.length; at++) {
            for (int bit : new int[] {0, 5, 7}) {
                StoreOnDisk disk = filled();
                SimulatedFileSystem survivors = disk.files.afterKill();
                flip(survivors, disk.onlySegment(), at, bit);

                disk.reopenOn(survivors);

                checkOneLostAtMost(disk, at);
            }
        }
    }

    @Test
    void oneFlippedBitInASealedSegmentLosesOneMessageAtMostAndIsReported() throws IOException {
        int length = filledSegment().length;
        for (int at = 0; at < length; at++) {
            for (String index : List.of("kept", "missing")) {
                StoreOnDisk disk = filled();
                disk.append("x".repeat(64 << 10));
                disk.settle();
                SimulatedFileSystem survivors = disk.files.afterKill();
                Path sealed = disk.filesEnding(".log").get(0);
                flip(survivors, sealed, at, 3);
                if (index.equals("missing")) {
                    survivors.delete(IndexFile.pathFor(sealed));
                }

                disk.reopenOn(survivors);

                checkOneLostAtMost(disk, at);
                assertThat(disk.values()).as("byte %d, index %s", at, index).endsWith("x".repeat(64 << 10));
            }
        }
    }

    private static byte[] filledSegment() throws IOException {
        StoreOnDisk disk = filled();
        return disk.files.bytes(disk.onlySegment());
    }

    private static void flip(SimulatedFileSystem files, Path path, int at, int bit) throws IOException {
        byte[] bytes = files.bytes(path);
        bytes[at] ^= (byte) (1 << bit);
        files.replace(path, bytes);
    }

    private static void checkOneLostAtMost(StoreOnDisk disk, int at) {
        List<String> values = new ArrayList<>(disk.values());
        values.removeIf(value -> value.length() > 1000);
        List<String> lost = new ArrayList<>(VALUES);
        lost.removeAll(values);
        assertThat(VALUES).as("flip at %d", at).containsSubsequence(values);
        if (at < SegmentFormat.HEAD_BYTES) {
            assertThat(lost).as("flip at %d", at).isEmpty();
            return;
        }
        assertThat(lost).as("flip at %d", at).hasSize(1);
        int offset = VALUES.indexOf(lost.get(0));
        if (disk.store.logEndOffset(P0) == offset) {
            // The last one: cut off like an unfinished write, but a copy is kept when it looks whole.
            assertThat(offset).isEqualTo(4);
        } else {
            assertThatThrownBy(() -> disk.store.read(P0, offset, 10, 1000))
                    .isInstanceOfSatisfying(DataLossException.class, e -> {
                        assertThat(e.firstLost()).isEqualTo(offset);
                        assertThat(e.nextReadable()).isEqualTo(offset + 1);
                    });
        }
    }

    @Test
    void aLastRecordThatIsAllThereButChangedIsCutOffAndKeptAside() throws IOException {
        StoreOnDisk disk = filled();
        SimulatedFileSystem survivors = disk.files.afterKill();
        byte[] original = survivors.bytes(disk.onlySegment());
        flip(survivors, disk.onlySegment(), original.length - 1, 0);

        disk.reopenOn(survivors);

        assertThat(disk.values()).isEqualTo(VALUES.subList(0, 4));
        List<Path> kept = disk.filesEnding(".cut");
        assertThat(kept).hasSize(1);
        assertThat(disk.files.bytes(kept.get(0))).hasSize(FrameFormat.LEAST_BYTES + "fifth".length());
    }

    @Test
    void readingEndsBeforeDamageFailsInItAndGoesOnAfterIt() throws IOException {
        StoreOnDisk disk = filled();
        SimulatedFileSystem survivors = disk.files.afterKill();
        int second = SegmentFormat.HEAD_BYTES + FrameFormat.LEAST_BYTES + "first".length();
        flip(survivors, disk.onlySegment(), second + FrameFormat.LEAST_BYTES, 0);
        disk.reopenOn(survivors);

        assertThat(disk.store.read(P0, 0, 10, 10_000).nextOffset()).isEqualTo(1);
        assertThatThrownBy(() -> disk.store.read(P0, 1, 10, 10_000))
                .isInstanceOf(DataLossException.class)
                .hasMessageContaining("orders-0 from offset 1 up to 2");
        assertThat(disk.store.read(P0, 2, 10, 10_000).nextOffset()).isEqualTo(5);
    }

    @Test
    void aMessageThatLooksLikeAFrameIsNotTakenForOneAfterDamage() throws IOException {
        StoreOnDisk disk = new StoreOnDisk(OS);
        ByteBuffer forged = ByteBuffer.allocate(FrameFormat.LEAST_BYTES + 6);
        FrameFormat.encode(
                forged,
                forged.duplicate(),
                new CRC32C(),
                0,
                forged.capacity(),
                1,
                disk.clock.millis(),
                Message.utf8("forged"));
        disk.store.append(P0, List.of(Message.of(Bytes.copyOf(forged.flip())))).join();
        disk.append("real");
        SimulatedFileSystem survivors = disk.files.afterKill();
        flip(survivors, disk.onlySegment(), SegmentFormat.HEAD_BYTES, 0);

        disk.reopenOn(survivors);

        assertThat(disk.values()).containsExactly("real");
    }

    @TestFactory
    Stream<DynamicTest> anIndexThatIs() {
        record Case(String name, Change change) {}
        return Stream.of(
                        new Case("missing", (files, index, other) -> files.delete(index)),
                        new Case("empty", (files, index, other) -> files.replace(index, new byte[0])),
                        new Case(
                                "truncated",
                                (files, index, other) -> files.replace(
                                        index, Arrays.copyOf(files.bytes(index), files.bytes(index).length - 9))),
                        new Case("stale", (files, index, other) -> {
                            byte[] log = files.bytes(logOf(index));
                            files.replace(logOf(index), Arrays.copyOf(log, log.length + 3));
                        }),
                        new Case(
                                "another segment's", (files, index, other) -> files.replace(index, files.bytes(other))),
                        new Case("noise", (files, index, other) -> {
                            byte[] noise = new byte[files.bytes(index).length];
                            new Random(1).nextBytes(noise);
                            files.replace(index, noise);
                        }))
                .map(test -> DynamicTest.dynamicTest(test.name(), () -> checkRebuilt(test.change())));
    }

    private interface Change {
        void make(SimulatedFileSystem files, Path index, Path otherIndex) throws IOException;
    }

    private static Path logOf(Path index) {
        return index.resolveSibling(index.getFileName().toString().replace(".index", ".log"));
    }

    private static void checkRebuilt(Change change) throws IOException {
        StoreOnDisk disk = new StoreOnDisk(OS, new SegmentOptions(StoreLimits.DEFAULT, 40_000, 0, 1));
        disk.appendMany("x".repeat(1000), 100);
        List<String> before = disk.values();
        disk.settle();
        SimulatedFileSystem survivors = disk.files.afterKill();
        List<Path> indexes = disk.filesEnding(".index");
        assertThat(indexes).hasSizeGreaterThan(1);
        change.make(survivors, indexes.get(0), indexes.get(1));

        disk.reopenOn(survivors);

        assertThat(disk.values()).isEqualTo(before);
        assertThat(disk.store.read(P0, 20, 1, 1).messages().get(0).value().toUtf8())
                .isEqualTo(before.get(20));
        Path log = logOf(indexes.get(0));
        byte[] bytes = disk.files.bytes(log);
        int salt = SegmentFormat.decodeHead(ByteBuffer.wrap(bytes, 0, 64))
                .orElseThrow()
                .salt();
        // Written anew, unless something follows the last frame that does not belong there.
        if (bytes[bytes.length - 1] != 0) {
            assertThat(IndexFile.read(disk.files, log, salt, 0, bytes.length)).isPresent();
        }
    }

    @TestFactory
    Stream<DynamicTest> aLastSegmentThatACrashLeft() {
        return IntStream.of(0, 1, 31, 32, 63, 64)
                .mapToObj(length -> DynamicTest.dynamicTest("with " + length + " bytes is dropped or used", () -> {
                    StoreOnDisk disk = filled();
                    SimulatedFileSystem survivors = disk.files.afterKill();
                    byte[] head = SegmentFormat.encodeHead(5, 99).array();
                    survivors.replace(
                            disk.partitionDirectory().resolve(SegmentFormat.fileName(5)), Arrays.copyOf(head, length));

                    disk.reopenOn(survivors);

                    assertThat(disk.values()).isEqualTo(VALUES);
                    assertThat(disk.append("next").firstOffset()).isEqualTo(5);
                    disk.reopenOn(disk.files.afterKill());
                    assertThat(disk.values()).hasSize(6).endsWith("next");
                }));
    }

    @Test
    void anOnlySegmentWithoutAHeadStillTellsTheNextOffset() throws IOException {
        StoreOnDisk disk = filled();
        SimulatedFileSystem survivors = disk.files.afterKill();
        survivors.delete(disk.onlySegment());
        survivors.replace(disk.partitionDirectory().resolve(SegmentFormat.fileName(700)), new byte[0]);

        disk.reopenOn(survivors);

        assertThat(disk.append("next").firstOffset()).isEqualTo(700);
    }

    @Test
    void leftoverTemporaryFilesAreRemoved() throws IOException {
        StoreOnDisk disk = filled();
        SimulatedFileSystem survivors = disk.files.afterKill();
        survivors.replace(disk.partitionDirectory().resolve("00000000000000000000.index.tmp"), new byte[] {1, 2, 3});
        survivors.createDirectories(
                StoreOnDisk.ROOT.resolve("changing").resolve("77").resolve("0"));

        disk.reopenOn(survivors);

        assertThat(disk.values()).isEqualTo(VALUES);
        assertThat(disk.filesEnding(".tmp")).isEmpty();
        assertThat(survivors.list(StoreOnDisk.ROOT.resolve("changing"))).isEmpty();
    }

    @Test
    void aMissingSegmentInTheMiddleIsReportedAndPassed() throws IOException {
        StoreOnDisk disk = new StoreOnDisk(OS, SMALL);
        disk.appendMany("x".repeat(900), 3);
        disk.settle();
        SimulatedFileSystem survivors = disk.files.afterKill();
        survivors.delete(disk.filesEnding(".log").get(1));

        disk.reopenOn(survivors);

        assertThat(disk.values()).containsExactly("x".repeat(900) + "0", "x".repeat(900) + "2");
        assertThatThrownBy(() -> disk.store.read(P0, 1, 10, 10_000))
                .isInstanceOfSatisfying(
                        DataLossException.class,
                        e -> assertThat(e.nextReadable()).isEqualTo(2));
    }

    @Test
    void anUnknownFormatVersionIsRefusedWithAClearErrorAndNotTouched() throws IOException {
        StoreOnDisk disk = filled();
        TopicPartition other = new TopicPartition(TopicName.of("other"), 0);
        disk.store.createTopic(other.topic(), OS);
        disk.store.append(other, StoreOnDisk.messages("fine")).join();
        SimulatedFileSystem survivors = disk.files.afterKill();
        byte[] newer = newerVersion(survivors.bytes(disk.onlySegment()));
        survivors.replace(disk.onlySegment(), newer);

        disk.reopenOn(survivors);

        assertThatThrownBy(() -> disk.store.read(P0, 0, 1, 1))
                .isInstanceOf(StorageFailedException.class)
                .hasMessageContaining("format version 2")
                .hasMessageContaining("reads version 1");
        assertThatThrownBy(() -> disk.append("x")).hasCauseInstanceOf(StorageFailedException.class);
        assertThat(StoreOnDisk.values(disk.store, other)).containsExactly("fine");
        assertThat(disk.files.bytes(disk.onlySegment())).isEqualTo(newer);
    }

    private static byte[] newerVersion(byte[] segment) {
        ByteBuffer bytes = ByteBuffer.wrap(segment.clone());
        for (int at : new int[] {0, 32}) {
            bytes.putShort(at + 8, (short) 2);
            CRC32C crc = new CRC32C();
            crc.update(bytes.array(), at, 28);
            bytes.putInt(at + 28, (int) crc.getValue());
        }
        return bytes.array();
    }

    @TestFactory
    Stream<DynamicTest> damagedTopicSettingsRefuseThatTopic() {
        return Stream.of("", "format=2\n", "format=1\npartitions=many\n", "\0\1\2")
                .map(text -> DynamicTest.dynamicTest("'" + text.strip() + "'", () -> {
                    StoreOnDisk disk = filled();
                    SimulatedFileSystem survivors = disk.files.afterKill();
                    Path settings = StoreOnDisk.ROOT.resolve("topics/orders/topic.properties");
                    survivors.replace(settings, text.getBytes(StandardCharsets.UTF_8));

                    disk.reopenOn(survivors);

                    assertThatThrownBy(() -> disk.store.read(P0, 0, 1, 1))
                            .isInstanceOf(StorageFailedException.class)
                            .hasMessageContaining("topic.properties");
                    assertThat(disk.store.topics()).containsExactly(StoreOnDisk.TOPIC);
                }));
    }
}
