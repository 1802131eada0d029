package io.minikafka.store.segment;

import io.minikafka.store.file.FileSystem;
import io.minikafka.store.file.StoreFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A segment's index on disk, format version 1, written when the segment is sealed or cleanly closed, after the segment
 * itself has been synced. So an index file that fits its segment says that the segment needs no scan. One that is
 * missing, damaged or does not fit is made anew from the segment. All numbers are big-endian.
 *
 * <pre>
 *  0        8     10   12      16            24           32         40           48          56
 *  +--------+-----+----+-------+-------------+------------+----------+------------+-----------+
 *  | magic  | ver | 0  | salt  | base offset | end offset | log size | first time | last time |
 *  +--------+-----+----+-------+-------------+------------+----------+------------+-----------+
 *  56: count (4), then for each entry: offset (8), position (8), timestamp (8)
 *  then the CRC-32C of all before it (4)
 * </pre>
 */
final class IndexFile {
    static final String SUFFIX = ".index";
    static final String TEMPORARY_SUFFIX = ".tmp";

    private static final int VERSION = 1;
    private static final int FIXED_BYTES = 60;
    private static final int ENTRY_BYTES = 24;
    private static final int CRC_BYTES = 4;
    private static final long MAGIC =
            ByteBuffer.wrap("MKINDEX1".getBytes(StandardCharsets.US_ASCII)).getLong();

    private IndexFile() {}

    static Path pathFor(Path segment) {
        String name = segment.getFileName().toString();
        return segment.resolveSibling(name.substring(0, name.length() - SegmentFormat.SUFFIX.length()) + SUFFIX);
    }

    /** Writes and syncs a new file, then puts it in place of an old one. The directory is synced, too. */
    static void write(FileSystem files, Path segment, int salt, ScannedSegment contents) throws IOException {
        Path path = pathFor(segment);
        Path temporary = path.resolveSibling(path.getFileName() + TEMPORARY_SUFFIX);
        try (StoreFile file = files.open(temporary)) {
            file.truncate(0);
            file.writeFully(encode(salt, contents), 0);
            file.sync();
        }
        files.rename(temporary, path);
        files.syncDirectory(segment.resolveSibling(""));
    }

    /** The contents that the index file tells; empty when it is missing, damaged or not this segment's. */
    static Optional<ScannedSegment> read(FileSystem files, Path segment, int salt, long baseOffset, long size)
            throws IOException {
        try (StoreFile file = files.openForReading(pathFor(segment))) {
            long length = file.size();
            if (length < FIXED_BYTES + CRC_BYTES || length > Integer.MAX_VALUE - 8) {
                return Optional.empty();
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) length);
            file.readFully(bytes, 0);
            return bytes.hasRemaining() ? Optional.empty() : decode(bytes.flip(), salt, baseOffset, size);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    static ByteBuffer encode(int salt, ScannedSegment contents) {
        SparseIndex index = contents.index();
        int count = index.count();
        ByteBuffer bytes = ByteBuffer.allocate(FIXED_BYTES + count * ENTRY_BYTES + CRC_BYTES);
        bytes.putLong(MAGIC).putShort((short) VERSION).putShort((short) 0).putInt(salt);
        bytes.putLong(contents.baseOffset()).putLong(contents.endOffset()).putLong(contents.size());
        bytes.putLong(contents.firstTimestamp()).putLong(contents.lastTimestamp());
        bytes.putInt(count);
        for (int i = 0; i < count; i++) {
            for (int which = 0; which < 3; which++) {
                bytes.putLong(index.number(i, which));
            }
        }
        bytes.putInt(crc(bytes, bytes.position()));
        return bytes.flip();
    }

    private static Optional<ScannedSegment> decode(ByteBuffer bytes, int salt, long baseOffset, long size) {
        int crcAt = bytes.limit() - CRC_BYTES;
        boolean fits = bytes.getInt(crcAt) == crc(bytes, crcAt)
                && bytes.getLong() == MAGIC
                && bytes.getInt() == VERSION << 16
                && bytes.getInt() == salt
                && bytes.getLong() == baseOffset;
        if (!fits) {
            return Optional.empty();
        }
        long endOffset = bytes.getLong();
        long logSize = bytes.getLong();
        long firstTimestamp = bytes.getLong();
        long lastTimestamp = bytes.getLong();
        int count = bytes.getInt();
        if (logSize != size || bytes.position() + (long) count * ENTRY_BYTES != crcAt) {
            return Optional.empty();
        }
        SparseIndex index = new SparseIndex();
        for (int i = 0; i < count; i++) {
            index.add(bytes.getLong(), bytes.getLong(), bytes.getLong());
        }
        return Optional.of(new ScannedSegment(baseOffset, endOffset, logSize, firstTimestamp, lastTimestamp, index));
    }

    private static int crc(ByteBuffer bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.array(), 0, length);
        return (int) crc.getValue();
    }
}
