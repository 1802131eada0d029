package io.minikafka.group;

import io.minikafka.store.StoreException;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A commit in a file of offsets, format version 1. All numbers are big-endian.
 *
 * <pre>
 *  0     4        6      7   8       8+g 9+g     9+g+t       13+g+t   21+g+t
 *  +-----+--------+------+---+-------+---+-------+-----------+--------+
 *  | crc | length | type | g | group | t | topic | partition | offset |
 *  +-----+--------+------+---+-------+---+-------+-----------+--------+
 * </pre>
 *
 * <ul>
 *   <li>The length counts what follows it. It is at most {@value #MOST_BYTES} less 6, since names are bounded: a reader
 *       needs one buffer, whatever the bytes say.
 *   <li>The type is 1 for a commit, 2 for a removal, whose offset is -1.
 *   <li>Group and topic are UTF-8, of g and t bytes.
 *   <li>The crc is the CRC-32C of the file's sequence (8 bytes) and of all that follows the crc: a record of another
 *       file, which a disk may bring up again, does not pass for one of this file.
 * </ul>
 *
 * After damage the next whole record counts: each says all about its group and partition.
 */
final class OffsetRecordFormat {
    /** What {@link #sizeAt} says where no whole record is. */
    static final int DAMAGED = -1;

    static final int LEAST_BYTES = 23;
    static final int MOST_BYTES = 21 + GroupName.MAX_BYTES + TopicName.MAX_LENGTH;

    private static final int LENGTH_AT = 4;
    private static final int TYPE_AT = 6;
    private static final int GROUP_AT = 7;
    private static final byte COMMIT = 1;
    private static final byte REMOVAL = 2;

    private OffsetRecordFormat() {}

    static int sizeOf(OffsetCommit commit) {
        return 21
                + utf8(commit.group().value()).length
                + utf8(commit.partition().topic().value()).length;
    }

    /** Puts the record at the buffer's position, where {@value #MOST_BYTES} bytes must remain. */
    static void encode(ByteBuffer target, long sequence, OffsetCommit commit) {
        int start = target.position();
        byte[] group = utf8(commit.group().value());
        byte[] topic = utf8(commit.partition().topic().value());
        target.position(start + TYPE_AT);
        target.put(commit.offset() == OffsetCommit.NONE ? REMOVAL : COMMIT);
        target.put((byte) group.length).put(group);
        target.put((byte) topic.length).put(topic);
        target.putInt(commit.partition().partition());
        target.putLong(commit.offset());
        int size = target.position() - start;
        target.putShort(start + LENGTH_AT, (short) (size - TYPE_AT));
        target.putInt(start, crc(target, start, size, sequence));
    }

    /** The size of the record that begins at this index, when all of it is there and right; else {@link #DAMAGED}. */
    static int sizeAt(ByteBuffer bytes, int at, long sequence) {
        int size = claimedSizeAt(bytes, at);
        if (size == DAMAGED || at + size > bytes.limit()) {
            return DAMAGED;
        }
        int groupLength = Byte.toUnsignedInt(bytes.get(at + GROUP_AT));
        if (groupLength + LEAST_BYTES - 1 > size) {
            return DAMAGED;
        }
        int topicLength = Byte.toUnsignedInt(bytes.get(at + GROUP_AT + 1 + groupLength));
        return groupLength + topicLength + 21 == size && bytes.getInt(at) == crc(bytes, at, size, sequence)
                ? size
                : DAMAGED;
    }

    /** The size that the bytes at this index name, whether they are there or not; {@link #DAMAGED} if none can have it. */
    static int claimedSizeAt(ByteBuffer bytes, int at) {
        if (at + TYPE_AT > bytes.limit()) {
            return DAMAGED;
        }
        int size = Short.toUnsignedInt(bytes.getShort(at + LENGTH_AT)) + TYPE_AT;
        return size < LEAST_BYTES || size > MOST_BYTES ? DAMAGED : size;
    }

    /** The commit at this index, where {@link #sizeAt} found a record; empty when it is none that this version writes. */
    static Optional<OffsetCommit> decode(ByteBuffer bytes, int at) {
        ByteBuffer in = bytes.duplicate().position(at + TYPE_AT);
        byte type = in.get();
        try {
            GroupName group = GroupName.of(text(in));
            TopicName topic = TopicName.of(text(in));
            TopicPartition partition = new TopicPartition(topic, in.getInt());
            long offset = in.getLong();
            boolean right = type == COMMIT ? offset >= 0 : type == REMOVAL && offset == OffsetCommit.NONE;
            return right ? Optional.of(new OffsetCommit(group, partition, offset)) : Optional.empty();
        } catch (StoreException e) {
            return Optional.empty();
        }
    }

    private static String text(ByteBuffer in) {
        byte[] text = new byte[Byte.toUnsignedInt(in.get())];
        in.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static int crc(ByteBuffer bytes, int at, int size, long sequence) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(sequence).flip());
        crc.update(bytes.duplicate().limit(at + size).position(at + LENGTH_AT));
        return (int) crc.getValue();
    }
}
