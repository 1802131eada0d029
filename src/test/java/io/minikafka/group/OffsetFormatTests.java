package io.minikafka.group;

import static io.minikafka.group.OffsetsOnDisk.commit;
import static io.minikafka.group.OffsetsOnDisk.removal;
import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.group.OffsetFileHead.Kind;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.file.SimulatedFileSystem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Files of format version 1 stay readable, and version 1 stays what it is. */
class OffsetFormatTests {
    private static final OffsetCommit[] SNAPSHOT = {
        commit("billing", 0, 41),
        commit("gone", 3, 7),
        new OffsetCommit(GroupName.of("grüße 群"), TopicPartition.of("a.b_c-D", Integer.MAX_VALUE), Long.MAX_VALUE)
    };
    private static final OffsetCommit[] LOG = {commit("billing", 0, 42), removal("gone", 3), commit("billing", 1, 0)};

    private static byte[] golden(String name) throws IOException {
        try (InputStream file = OffsetFormatTests.class.getResourceAsStream(name)) {
            String hex = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
        }
    }

    @Test
    void whatIsWrittenTodayAreTheGoldenFiles() throws IOException {
        assertThat(HexFormat.of().formatHex(OffsetsOnDisk.snapshotBytes(9, SNAPSHOT)))
                .isEqualTo(HexFormat.of().formatHex(golden("offsets-v1.snapshot.hex")));
        assertThat(HexFormat.of().formatHex(OffsetsOnDisk.logBytes(9, LOG)))
                .isEqualTo(HexFormat.of().formatHex(golden("offsets-v1.log.hex")));
    }

    @Test
    void theGoldenFilesAreRead() throws IOException {
        SimulatedFileSystem files = OffsetsOnDisk.filesWith(Map.of(
                OffsetsOnDisk.snapshot(9), golden("offsets-v1.snapshot.hex"),
                OffsetsOnDisk.log(9), golden("offsets-v1.log.hex")));
        try (OffsetsOnDisk disk = new OffsetsOnDisk(OffsetsOnDisk.OS, files)) {
            assertThat(disk.log.recovered())
                    .isEqualTo(OffsetsOnDisk.state(commit("billing", 0, 42), commit("billing", 1, 0), SNAPSHOT[2]));
            assertThat(files.bytes(OffsetsOnDisk.log(9))).isEqualTo(golden("offsets-v1.log.hex"));
        }
    }

    @Test
    void everyCommitIsReadAsItWasWritten() {
        Random random = new Random(1);
        ByteBuffer bytes = ByteBuffer.allocate(OffsetRecordFormat.MOST_BYTES);
        for (int i = 0; i < 10_000; i++) {
            OffsetCommit commit = new OffsetCommit(
                    GroupName.of("g".repeat(1 + random.nextInt(255))),
                    TopicPartition.of("t".repeat(1 + random.nextInt(249)), random.nextInt()),
                    random.nextBoolean() ? OffsetCommit.NONE : random.nextLong() & Long.MAX_VALUE);
            OffsetRecordFormat.encode(bytes.clear(), i, commit);
            int size = bytes.flip().limit();

            assertThat(OffsetRecordFormat.sizeOf(commit)).isEqualTo(size);
            assertThat(OffsetRecordFormat.sizeAt(bytes, 0, i)).isEqualTo(size);
            assertThat(OffsetRecordFormat.decode(bytes, 0)).contains(commit);
            assertThat(OffsetRecordFormat.sizeAt(bytes, 0, i + 1)).isEqualTo(OffsetRecordFormat.DAMAGED);
            assertThat(OffsetRecordFormat.sizeAt(bytes.limit(size - 1), 0, i)).isEqualTo(OffsetRecordFormat.DAMAGED);
        }
    }

    @Test
    void noNoiseIsTakenForARecord() {
        Random random = new Random(2);
        for (int i = 0; i < 100_000; i++) {
            byte[] noise = new byte[random.nextInt(80)];
            random.nextBytes(noise);
            ByteBuffer bytes = ByteBuffer.wrap(noise);
            if (noise.length >= OffsetRecordFormat.LEAST_BYTES && random.nextBoolean()) {
                // Lengths that fit, so that the checksum is what decides.
                int group = 1 + random.nextInt(noise.length - OffsetRecordFormat.LEAST_BYTES + 1);
                bytes.putShort(4, (short) (noise.length - 6));
                bytes.put(7, (byte) group);
                bytes.put(8 + group, (byte) (noise.length - 21 - group));
            }

            assertThat(OffsetRecordFormat.sizeAt(bytes, 0, 1)).isEqualTo(OffsetRecordFormat.DAMAGED);
        }
    }

    @Test
    void aHeadWithAnyBitFlippedIsNone() {
        for (int at = 0; at < OffsetFileHead.BYTES; at++) {
            ByteBuffer head = OffsetFileHead.ofLog(7).encode();
            assertThat(OffsetFileHead.decode(Kind.LOG, head)).contains(OffsetFileHead.ofLog(7));
            assertThat(OffsetFileHead.decode(Kind.SNAPSHOT, head)).isEmpty();
            head.put(at, (byte) (head.get(at) ^ 0x10));

            assertThat(OffsetFileHead.decode(Kind.LOG, head)).isEmpty();
        }
    }
}
