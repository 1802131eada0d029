package io.minikafka.store.segment;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The head of a segment file, format version 1. All numbers are big-endian.
 *
 * <pre>
 *  0        8     10     12            20      24     28      32
 *  +--------+-----+------+-------------+-------+------+-------+
 *  | magic  | ver |  0   | base offset | salt  |  0   |  crc  |    copy 1
 *  +--------+-----+------+-------------+-------+------+-------+
 *  | the same 32 bytes again                                  |    copy 2
 *  +----------------------------------------------------------+
 * 64: frames, see {@link FrameFormat}
 * </pre>
 *
 * <ul>
 *   <li>The head is there twice because without the salt no frame can be checked: one damaged bit must not cost a
 *       segment.
 *   <li>The crc is the CRC-32C of the 28 bytes before it. Magic and version are judged only in a copy whose crc is right,
 *       so damage is told from a newer version's file.
 *   <li>The salt is a random number that every frame's checksum is combined with. After damage the store looks for the
 *       next whole frame, and without the salt a message's value could hold bytes that look like one.
 * </ul>
 */
final class SegmentFormat {
    static final int VERSION = 1;
    static final int HEAD_BYTES = 64;
    static final String SUFFIX = ".log";

    private static final int COPY_BYTES = 32;
    private static final int CRC_AT = 28;
    private static final long MAGIC =
            ByteBuffer.wrap("MKSEGMNT".getBytes(StandardCharsets.US_ASCII)).getLong();

    private SegmentFormat() {}

    /** What a head says. */
    record Head(int version, long baseOffset, int salt) {}

    static String fileName(long baseOffset) {
        return String.format("%020d%s", baseOffset, SUFFIX);
    }

    static ByteBuffer encodeHead(long baseOffset, int salt) {
        ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
        for (int at = 0; at < HEAD_BYTES; at += COPY_BYTES) {
            head.putLong(at, MAGIC);
            head.putShort(at + 8, (short) VERSION);
            head.putLong(at + 12, baseOffset);
            head.putInt(at + 20, salt);
            head.putInt(at + CRC_AT, crc(head, at));
        }
        return head;
    }

    /** The head's first undamaged copy; empty when there is none, or the bytes are no segment's. */
    static Optional<Head> decodeHead(ByteBuffer bytes) {
        for (int at = 0; at + COPY_BYTES <= bytes.limit(); at += COPY_BYTES) {
            if (bytes.getLong(at) == MAGIC && bytes.getInt(at + CRC_AT) == crc(bytes, at)) {
                return Optional.of(new Head(
                        Short.toUnsignedInt(bytes.getShort(at + 8)), bytes.getLong(at + 12), bytes.getInt(at + 20)));
            }
        }
        return Optional.empty();
    }

    private static int crc(ByteBuffer bytes, int at) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate().limit(at + CRC_AT).position(at));
        return (int) crc.getValue();
    }
}
