package io.minikafka.store.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.store.Bytes;
import io.minikafka.store.Header;
import io.minikafka.store.Message;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.StoredMessage;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.TopicSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of format version 1 stay readable, and version 1 stays what it is. */
class SegmentFormatTests {
    private static final long TIME = Instant.parse("2026-11-22T03:00:00Z").toEpochMilli();
    private static final int SALT = 0x5eedf00d;
    private static final List<Message> GOLDEN = List.of(
            Message.utf8("plain"),
            Message.of(Bytes.utf8("key"), Bytes.utf8("keyed")),
            Message.of(Bytes.EMPTY, Bytes.EMPTY),
            new Message(
                    null,
                    Bytes.utf8("with headers"),
                    List.of(Header.of("trace", "1"), Header.of("ünï", ""), Header.of("trace", "2"))),
            new Message(
                    Bytes.wrap(new byte[] {0, (byte) 0xff}),
                    Bytes.wrap(new byte[] {'\r', '\n', 0, (byte) 0x80}),
                    List.of(new Header("", Bytes.wrap(new byte[] {1, 2})))));

    private static byte[] golden() throws IOException {
        try (InputStream file = SegmentFormatTests.class.getResourceAsStream("segment-v1.hex")) {
            String hex = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
        }
    }

    /** Offsets from 42 on. */
    private static byte[] encoded() {
        ByteBuffer bytes = ByteBuffer.allocate(10_000);
        bytes.put(SegmentFormat.encodeHead(42, SALT));
        CRC32C crc = new CRC32C();
        long offset = 42;
        for (Message message : GOLDEN) {
            int size = (int) FrameFormat.sizeOf(message);
            FrameFormat.encode(bytes, bytes.duplicate(), crc, SALT, size, offset, TIME + offset, message);
            offset++;
        }
        byte[] result = new byte[bytes.position()];
        bytes.flip().get(result);
        return result;
    }

    @Test
    void whatIsWrittenTodayIsTheGoldenFile() throws IOException {
        assertThat(HexFormat.of().formatHex(encoded())).isEqualTo(HexFormat.of().formatHex(golden()));
    }

    @Test
    void aStoreReadsTheGoldenFile(@TempDir Path root) throws IOException {
        Path partition = root.resolve("topics/golden/0");
        Files.createDirectories(partition);
        Files.writeString(
                partition.resolveSibling("topic.properties"),
                "format=1\npartitions=1\nretention.age=PT168H\nretention.bytes=0\ndurability=FSYNC\n");
        Files.write(partition.resolve("00000000000000000042.log"), golden());
        Clock clock = Clock.fixed(Instant.ofEpochMilli(TIME + 1000), ZoneOffset.UTC);

        try (SegmentedMessageStore store =
                SegmentedMessageStore.open(root, new SegmentOptions(StoreLimits.DEFAULT, 1 << 20, 0, 1), clock)) {
            TopicPartition id = new TopicPartition(TopicName.of("golden"), 0);
            List<StoredMessage> messages = store.read(id, 42, 100, 100_000).messages();

            assertThat(store.settings(id.topic())).isEqualTo(TopicSettings.DEFAULT);
            assertThat(messages).extracting(StoredMessage::message).containsExactlyElementsOf(GOLDEN);
            assertThat(messages).extracting(StoredMessage::offset).containsExactly(42L, 43L, 44L, 45L, 46L);
            assertThat(messages)
                    .extracting(StoredMessage::timestamp)
                    .containsExactly(TIME + 42, TIME + 43, TIME + 44, TIME + 45, TIME + 46);
        }
    }

    @Test
    void theHeadSurvivesTheLossOfEitherCopy() {
        for (int at = 0; at < SegmentFormat.HEAD_BYTES; at++) {
            ByteBuffer head = SegmentFormat.encodeHead(7, SALT);
            head.put(at, (byte) (head.get(at) ^ 0x10));

            assertThat(SegmentFormat.decodeHead(head)).contains(new SegmentFormat.Head(1, 7, SALT));
        }
    }

    @Test
    void noiseIsNoHead() {
        byte[] noise = new byte[SegmentFormat.HEAD_BYTES];
        new Random(5).nextBytes(noise);

        assertThat(SegmentFormat.decodeHead(ByteBuffer.wrap(noise))).isEmpty();
        assertThat(SegmentFormat.decodeHead(ByteBuffer.allocate(0))).isEmpty();
    }

    @Test
    void noNoiseIsTakenForAFrameAndNoLengthForASizeToAllocate() {
        Random random = new Random(6);
        CRC32C crc = new CRC32C();
        for (int i = 0; i < 100_000; i++) {
            byte[] noise = new byte[random.nextInt(80)];
            random.nextBytes(noise);
            ByteBuffer bytes = ByteBuffer.wrap(noise);
            if (noise.length >= FrameFormat.LEAST_BYTES && random.nextBoolean()) {
                // The right offset, so that the length and the checksum are what decides.
                bytes.putLong(9, 5);
                bytes.putInt(4, random.nextBoolean() ? noise.length - 8 : random.nextInt());
            }
            int judged = FrameFormat.check(bytes, 0, noise.length, noise.length, 5, SALT, crc);
            assertThat(judged).isEqualTo(FrameFormat.DAMAGED);
        }
    }
}
