package io.minikafka.group;

import static io.minikafka.group.OffsetsOnDisk.OS;
import static io.minikafka.group.OffsetsOnDisk.commit;
import static io.minikafka.group.OffsetsOnDisk.log;
import static io.minikafka.group.OffsetsOnDisk.logBytes;
import static io.minikafka.group.OffsetsOnDisk.removal;
import static io.minikafka.group.OffsetsOnDisk.snapshot;
import static io.minikafka.group.OffsetsOnDisk.snapshotBytes;
import static io.minikafka.group.OffsetsOnDisk.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minikafka.LoggedProblems;
import io.minikafka.store.StorageFailedException;
import io.minikafka.store.file.SimulatedFileSystem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the log finds after somebody or something changed its files. */
class OffsetCorruptionTests {
    private static final int HEAD = OffsetFileHead.BYTES;

    /** Of {@code commit("g", ..., ...)}. */
    private static final int RECORD = OffsetRecordFormat.sizeOf(commit("g", 0, 0));

    /** Two generations: what log 3 began with is in snapshot 3, and in snapshot 2 with log 2. */
    private static Map<Path, byte[]> intact() {
        return new HashMap<>(Map.of(
                snapshot(2), snapshotBytes(2, commit("g", 0, 10), commit("g", 1, 20), commit("g", 2, 30)),
                log(2), logBytes(2, commit("g", 0, 11), removal("g", 2), commit("g", 3, 40)),
                snapshot(3), snapshotBytes(3, commit("g", 0, 11), commit("g", 1, 20), commit("g", 3, 40)),
                log(3), logBytes(3, commit("g", 0, 12), commit("g", 1, 21), commit("g", 0, 13))));
    }

    private static final Map<String, Long> ALL = Map.of("g 0", 13L, "g 1", 21L, "g 3", 40L);

    @FunctionalInterface
    private interface Change {
        void make(Map<Path, byte[]> files);
    }

    /**
     * @param expected by group and partition
     * @param reported what the warnings name, one each
     */
    private record Corruption(String name, Change change, Map<String, Long> expected, List<String> reported) {}

    private static Stream<Corruption> corruptions() {
        Random random = new Random(7);
        byte[] noise = new byte[200];
        random.nextBytes(noise);
        return Stream.of(
                new Corruption("nothing", files -> {}, ALL, List.of()),
                new Corruption("head of the last log", flip(log(3), 3), ALL, List.of("head is not right")),
                new Corruption("head of an older log", flip(log(2), 20), ALL, List.of()),
                new Corruption(
                        "first record of the last log, which a later one replaces",
                        flip(log(3), HEAD + 8),
                        ALL,
                        List.of(RECORD + " bytes from byte " + HEAD)),
                new Corruption(
                        "a record in the middle: the older commit holds, later ones count",
                        flip(log(3), HEAD + RECORD + 10),
                        Map.of("g 0", 13L, "g 1", 20L, "g 3", 40L),
                        List.of(RECORD + " bytes from byte " + (HEAD + RECORD))),
                new Corruption(
                        "the length of a record in the middle",
                        flip(log(3), HEAD + RECORD + 4),
                        Map.of("g 0", 13L, "g 1", 20L, "g 3", 40L),
                        List.of(RECORD + " bytes from byte " + (HEAD + RECORD))),
                new Corruption(
                        "the last record of all, of which every byte is there",
                        flip(log(3), HEAD + 2 * RECORD + 10),
                        Map.of("g 0", 12L, "g 1", 21L, "g 3", 40L),
                        List.of("Cut " + RECORD + " bytes")),
                new Corruption("half a record at the end", append(log(3), cutRecord()), ALL, List.of()),
                new Corruption("zeros at the end", append(log(3), new byte[5000]), ALL, List.of()),
                new Corruption("noise in the middle", insert(log(3), HEAD + RECORD, noise), ALL, List.of("200 bytes")),
                new Corruption(
                        "much noise in the middle",
                        insert(log(3), HEAD, new byte[200_000]),
                        ALL,
                        List.of("200000 bytes from byte " + HEAD)),
                new Corruption(
                        "the last log empty",
                        files -> files.put(log(3), new byte[0]),
                        Map.of("g 0", 11L, "g 1", 20L, "g 3", 40L),
                        List.of()),
                new Corruption(
                        "half a head in the last log",
                        cut(log(3), HEAD / 2),
                        Map.of("g 0", 11L, "g 1", 20L, "g 3", 40L),
                        List.of()),
                new Corruption(
                        "the last log missing",
                        files -> files.remove(log(3)),
                        Map.of("g 0", 11L, "g 1", 20L, "g 3", 40L),
                        List.of("are missing")),
                new Corruption(
                        "a record in the newest snapshot: the one before and its log have it",
                        flip(snapshot(3), HEAD + 10),
                        ALL,
                        List.of("snapshot")),
                new Corruption("head of the newest snapshot", flip(snapshot(3), 9), ALL, List.of("snapshot")),
                new Corruption("newest snapshot cut", cut(snapshot(3), HEAD + RECORD), ALL, List.of("snapshot")),
                new Corruption("newest snapshot empty", cut(snapshot(3), 0), ALL, List.of("snapshot")),
                new Corruption("newest snapshot with more", append(snapshot(3), noise), ALL, List.of("snapshot")),
                new Corruption("newest snapshot missing", files -> files.remove(snapshot(3)), ALL, List.of()),
                new Corruption(
                        "a record of the only snapshot",
                        flip(snapshot(3), HEAD + RECORD + 10).and(onlyNewest()),
                        ALL,
                        List.of("2 whole records", "are missing")),
                new Corruption(
                        "the newest snapshot and the log before it",
                        flip(snapshot(3), HEAD + 10).and(files -> files.remove(log(2))),
                        Map.of("g 0", 13L, "g 1", 21L, "g 2", 30L, "g 3", 40L),
                        List.of("snapshot", "are missing")),
                new Corruption(
                        "both snapshots",
                        flip(snapshot(3), HEAD + 10).and(flip(snapshot(2), HEAD + 2 * RECORD + 10)),
                        ALL,
                        List.of("3.snapshot", "2.snapshot", "1.log")),
                new Corruption(
                        "the tail of a log that is not the last",
                        cut(log(2), HEAD + 2 * RECORD + 5).and(files -> files.remove(snapshot(3))),
                        Map.of("g 0", 13L, "g 1", 21L),
                        List.of("5 bytes from byte " + (HEAD + 2 * RECORD))),
                new Corruption(
                        "another log's bytes: none of its records pass",
                        files -> files.put(log(3), logBytes(4, commit("g", 0, 99), commit("g", 1, 99))),
                        Map.of("g 0", 11L, "g 1", 20L, "g 3", 40L),
                        List.of("head is not right")),
                new Corruption(
                        "an older snapshot and its log, which nobody needs",
                        flip(snapshot(2), 5).and(flip(log(2), HEAD + 5)),
                        ALL,
                        List.of()),
                new Corruption(
                        "leftovers and strangers",
                        files -> {
                            files.put(Path.of(snapshot(4) + ".tmp"), noise);
                            files.put(OffsetsOnDisk.DIRECTORY.resolve("README"), noise);
                            files.put(OffsetsOnDisk.DIRECTORY.resolve("99999999999999999999.log"), noise);
                        },
                        ALL,
                        List.of()));
    }

    private interface Chained extends Change {
        default Chained and(Change other) {
            return files -> {
                make(files);
                other.make(files);
            };
        }
    }

    private static Chained flip(Path path, int at) {
        return files -> {
            byte[] bytes = files.get(path).clone();
            bytes[at] ^= 0x10;
            files.put(path, bytes);
        };
    }

    private static Chained cut(Path path, int length) {
        return files -> files.put(path, Arrays.copyOf(files.get(path), length));
    }

    private static Chained append(Path path, byte[] more) {
        return files -> insert(path, files.get(path).length, more).make(files);
    }

    private static Chained insert(Path path, int at, byte[] more) {
        return files -> {
            byte[] bytes = files.get(path);
            ByteBuffer changed = ByteBuffer.allocate(bytes.length + more.length);
            changed.put(bytes, 0, at).put(more).put(bytes, at, bytes.length - at);
            files.put(path, changed.array());
        };
    }

    private static Change onlyNewest() {
        return files -> {
            files.remove(snapshot(2));
            files.remove(log(2));
        };
    }

    private static byte[] cutRecord() {
        byte[] log = logBytes(3, commit("g", 9, 9));
        return Arrays.copyOfRange(log, HEAD, HEAD + RECORD / 2);
    }

    @TestFactory
    Stream<DynamicTest> corruption() {
        return corruptions().map(each -> DynamicTest.dynamicTest(each.name(), () -> check(each)));
    }

    private static void check(Corruption corruption) {
        Map<Path, byte[]> files = intact();
        corruption.change().make(files);
        try (LoggedProblems problems = new LoggedProblems(OffsetRecovery.class);
                OffsetsOnDisk disk = new OffsetsOnDisk(OS, OffsetsOnDisk.filesWith(files))) {
            assertThat(OffsetsOnDisk.flat(disk.log.recovered())).isEqualTo(corruption.expected());
            assertThat(problems.messages()).hasSize(corruption.reported().size());
            for (String part : corruption.reported()) {
                assertThat(problems.messages())
                        .anySatisfy(message ->
                                assertThat(message).contains(part).contains("/data/groups/0000000000000000000"));
            }
            goesOn(disk, corruption);
        }
    }

    /** What is committed after the damage is there at the next opening, with all that was. */
    private static void goesOn(OffsetsOnDisk disk, Corruption corruption) {
        disk.commit(commit("g", 7, 70));
        disk.reopenOn(disk.files.afterKill());
        Map<String, Long> expected = new HashMap<>(corruption.expected());
        expected.put("g 7", 70L);
        assertThat(OffsetsOnDisk.flat(disk.log.recovered())).isEqualTo(expected);
    }

    @Test
    void aLogCutAtEveryByteOfItsLastRecordLosesThatRecordOnly() throws IOException {
        byte[] whole = logBytes(1, commit("g", 0, 1), commit("g", 1, 2), commit("g", 0, 3));
        for (int cut = 1; cut <= RECORD; cut++) {
            SimulatedFileSystem files =
                    OffsetsOnDisk.filesWith(Map.of(log(1), Arrays.copyOf(whole, whole.length - cut)));
            try (OffsetsOnDisk disk = new OffsetsOnDisk(OS, files)) {
                assertThat(disk.log.recovered())
                        .as("cut %d", cut)
                        .isEqualTo(state(commit("g", 0, 1), commit("g", 1, 2)));
                assertThat(files.bytes(log(1))).as("cut %d", cut).hasSize(whole.length - RECORD);
                disk.commit(commit("g", 2, 4));
                disk.reopenOn(files.afterKill());
                assertThat(disk.log.recovered())
                        .as("cut %d", cut)
                        .isEqualTo(state(commit("g", 0, 1), commit("g", 1, 2), commit("g", 2, 4)));
            }
        }
    }

    @Test
    void oneFlippedBitCostsOneCommitAtMostAndIsReported() {
        byte[] whole = logBytes(1, commit("g", 0, 1), commit("g", 1, 2), commit("g", 2, 3));
        for (int at = 0; at < whole.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] flipped = whole.clone();
                flipped[at] ^= (byte) (1 << bit);
                try (LoggedProblems problems = new LoggedProblems(OffsetRecovery.class);
                        OffsetsOnDisk disk = new OffsetsOnDisk(OS, OffsetsOnDisk.filesWith(Map.of(log(1), flipped)))) {
                    int lost = at < HEAD ? 0 : 1;
                    Map<String, Long> left = OffsetsOnDisk.flat(disk.log.recovered());
                    assertThat(left).as("byte %d bit %d", at, bit).hasSize(3 - lost);
                    assertThat(Map.of("g 0", 1L, "g 1", 2L, "g 2", 3L).entrySet())
                            .as("byte %d bit %d", at, bit)
                            .containsAll(left.entrySet());
                    // A length in the last record that points behind the end looks like a write that was cut short.
                    boolean tornLength = at >= HEAD + 2 * RECORD + 4 && at < HEAD + 2 * RECORD + 6;
                    if (!tornLength) {
                        assertThat(problems.messages())
                                .as("byte %d bit %d", at, bit)
                                .hasSize(1);
                    }
                }
            }
        }
    }

    @Test
    void filesOfANewerVersionAreRefusedAndNotTouched() throws IOException {
        for (Path path : List.of(log(1), snapshot(1))) {
            Map<Path, byte[]> contents = new HashMap<>(
                    Map.of(log(1), logBytes(1, commit("g", 0, 1)), snapshot(1), snapshotBytes(1, commit("g", 0, 1))));
            ByteBuffer bytes = ByteBuffer.wrap(contents.get(path));
            bytes.putShort(8, (short) 2);
            CRC32C crc = new CRC32C();
            crc.update(bytes.array(), 0, 28);
            bytes.putInt(28, (int) crc.getValue());
            SimulatedFileSystem files = OffsetsOnDisk.filesWith(contents);

            assertThatThrownBy(() -> FileOffsetLog.open(OffsetsOnDisk.DIRECTORY, OS, files))
                    .isInstanceOf(StorageFailedException.class)
                    .hasMessageContaining(path.toString())
                    .hasMessageContaining("has format version 2; this server reads version 1");
            for (Map.Entry<Path, byte[]> file : contents.entrySet()) {
                assertThat(files.bytes(file.getKey())).isEqualTo(file.getValue());
            }
        }
    }
}
