package io.minikafka.group;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The head of a file of committed offsets, format version 1. All numbers are big-endian.
 *
 * <pre>
 *  0        8     10     12         20        28     32
 *  +--------+-----+------+----------+---------+------+
 *  | magic  | ver |  0   | sequence | records |  crc |
 *  +--------+-----+------+----------+---------+------+
 * 32: records, see {@link OffsetRecordFormat}
 * </pre>
 *
 * <ul>
 *   <li>The crc is the CRC-32C of the 28 bytes before it. The version is judged only where magic and crc are right, so
 *       damage is told from a newer version's file.
 *   <li>Without its head a file can still be read: the records need nothing but the sequence, which is the file's name.
 * </ul>
 *
 * @param sequence the number in the file's name
 * @param records how many follow in a snapshot, which is whole only with all of them; 0 in a log
 */
record OffsetFileHead(Kind kind, int version, long sequence, long records) {
    static final int VERSION = 1;
    static final int BYTES = 32;

    private static final int CRC_AT = 28;

    /** What a file is. */
    enum Kind {
        /** Commits in the order in which they were made. */
        LOG(".log", "MKOFFLOG"),
        /** Every offset that held when the log of the same sequence began. */
        SNAPSHOT(".snapshot", "MKOFFSNP");

        private final String suffix;
        private final long magic;

        Kind(String suffix, String magic) {
            this.suffix = suffix;
            this.magic =
                    ByteBuffer.wrap(magic.getBytes(StandardCharsets.US_ASCII)).getLong();
        }

        String suffix() {
            return suffix;
        }
    }

    static OffsetFileHead ofLog(long sequence) {
        return new OffsetFileHead(Kind.LOG, VERSION, sequence, 0);
    }

    static OffsetFileHead ofSnapshot(long sequence, long records) {
        return new OffsetFileHead(Kind.SNAPSHOT, VERSION, sequence, records);
    }

    ByteBuffer encode() {
        ByteBuffer head = ByteBuffer.allocate(BYTES);
        head.putLong(kind.magic).putShort((short) version).putShort((short) 0);
        head.putLong(sequence).putLong(records);
        return head.putInt(crc(head)).flip();
    }

    /** From the start of the bytes; empty when they are damaged, too few or not of this kind. */
    static Optional<OffsetFileHead> decode(Kind kind, ByteBuffer bytes) {
        if (bytes.limit() < BYTES || bytes.getLong(0) != kind.magic || bytes.getInt(CRC_AT) != crc(bytes)) {
            return Optional.empty();
        }
        return Optional.of(
                new OffsetFileHead(kind, Short.toUnsignedInt(bytes.getShort(8)), bytes.getLong(12), bytes.getLong(20)));
    }

    private static int crc(ByteBuffer head) {
        CRC32C crc = new CRC32C();
        crc.update(head.duplicate().position(0).limit(CRC_AT));
        return (int) crc.getValue();
    }
}
