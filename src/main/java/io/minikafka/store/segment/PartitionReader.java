package io.minikafka.store.segment;

import io.minikafka.store.DataLossException;
import io.minikafka.store.StoredMessage;
import io.minikafka.store.TopicPartition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Finds and reads messages in a partition's segments. One read is one positional read of the file in the usual case, into
 * an array that the returned messages are slices of. Safe for use by many threads; takes no lock.
 */
final class PartitionReader {
    private static final int HINTS = 32;
    private static final int LEAST_CHUNK_BYTES = 4 << 10;

    /** Except for a single larger message: nobody can ask for a whole segment in memory. */
    private static final int MOST_CHUNK_BYTES = 4 << 20;

    private final TopicPartition partition;
    private final Segments segments;

    /** Where reads ended, so that a reader that goes on there needs no index. Any may be overwritten at any time. */
    private final AtomicReferenceArray<@Nullable Hint> hints = new AtomicReferenceArray<>(HINTS);

    private record Hint(long baseOffset, int salt, long offset, long position) {}

    PartitionReader(TopicPartition partition, Segments segments) {
        this.partition = partition;
        this.segments = segments;
    }

    /**
     * Reads from an offset that is retained and below {@code end}.
     *
     * @param end reading ends before this offset
     * @throws DataLossException when the first message to return is damaged
     * @throws java.nio.channels.ClosedChannelException when the segment has been closed meanwhile: try again
     */
    List<StoredMessage> read(long from, long end, int maxMessages, int maxBytes) throws IOException {
        Segment segment = segmentWith(from, end);
        long segmentEnd = Math.min(end, segment.endOffset());
        Hint hint = hints.get(slot(from));
        SparseIndex.Entry start = hint != null && hint.offset() == from && isCurrent(hint, segment)
                ? new SparseIndex.Entry(from, hint.position())
                : segment.index().floorOffset(from, segment.baseOffset());
        Chunk chunk = new Chunk(segment, start, segmentEnd);
        chunk.read(from, maxMessages, maxBytes);
        if (chunk.nextOffset < segmentEnd) {
            Hint next = new Hint(segment.baseOffset(), segment.salt(), chunk.nextOffset, chunk.nextPosition());
            hints.set(slot(chunk.nextOffset), next);
        }
        return chunk.messages;
    }

    /** A sealed segment is another object than the active one it was, with the same frames. */
    private static boolean isCurrent(Hint hint, Segment segment) {
        return hint.baseOffset() == segment.baseOffset() && hint.salt() == segment.salt();
    }

    private static int slot(long offset) {
        return (int) (offset ^ (offset >>> 7)) & (HINTS - 1);
    }

    private Segment segmentWith(long offset, long end) throws IOException {
        Segment segment = segments.floor(offset);
        if (segment == null) {
            // Retention took it away since the caller looked.
            throw new ClosedChannelException();
        }
        if (offset >= segment.endOffset()) {
            Segment next = segments.after(offset);
            throw new DataLossException(partition, offset, next == null ? end : next.baseOffset());
        }
        return segment;
    }

    /** A run of a segment's bytes and what has been found in it. */
    private final class Chunk {
        private final Segment segment;
        private final StoreFile file;
        private final CRC32C crc = new CRC32C();
        private final long end;
        private List<StoredMessage> messages = List.of();
        private ByteBuffer bytes = ByteBuffer.allocate(0);
        private long position;
        private int at;
        private long nextOffset;

        Chunk(Segment segment, SparseIndex.Entry start, long end) throws IOException {
            this.segment = segment;
            this.file = segment.file();
            this.end = end;
            this.position = start.position();
            this.nextOffset = start.offset();
        }

        long nextPosition() {
            return position + at;
        }

        void read(long from, int maxMessages, int maxBytes) throws IOException {
            long size = segment.size();
            load(firstChunkBytes(from, maxMessages, maxBytes), size);
            int returnedBytes = 0;
            while (nextOffset < end && messages.size() < maxMessages) {
                int available = bytes.limit() - at;
                int frame =
                        FrameFormat.check(bytes, at, available, size - nextPosition(), nextOffset, segment.salt(), crc);
                if (frame == FrameFormat.INCOMPLETE) {
                    if (!messages.isEmpty()) {
                        return;
                    }
                    long claimed = available < FrameFormat.LEAST_BYTES
                            ? FrameFormat.LEAST_BYTES
                            : FrameFormat.claimedSize(bytes, at);
                    load(Math.max(claimed, bytes.capacity()), size);
                } else if (frame == FrameFormat.DAMAGED) {
                    if (!messages.isEmpty()) {
                        return;
                    }
                    passDamage(from, size);
                } else {
                    if (nextOffset >= from) {
                        if (!messages.isEmpty() && returnedBytes + frame > maxBytes) {
                            return;
                        }
                        if (messages.isEmpty()) {
                            messages = new ArrayList<>(Math.min(maxMessages, 2 + available / frame));
                        }
                        messages.add(FrameFormat.decode(bytes, at, frame));
                        returnedBytes += frame;
                    }
                    at += frame;
                    nextOffset++;
                }
            }
        }

        /** Enough for what is asked, as far as the average frame tells; a second read is no error. */
        private long firstChunkBytes(long from, int maxMessages, int maxBytes) {
            long count = Math.max(1, segment.endOffset() - segment.baseOffset());
            long average = 1 + (segment.size() - SegmentFormat.HEAD_BYTES) / count;
            long wanted = maxMessages >= count ? maxBytes : Math.min(maxBytes, (maxMessages + 1L) * average * 5 / 4);
            long skipped = from > nextOffset ? SparseIndex.INTERVAL_BYTES : 0;
            return Math.max(LEAST_CHUNK_BYTES, Math.min(MOST_CHUNK_BYTES, wanted + skipped));
        }

        /** Has the chunk begin where the next frame does. */
        private void load(long wanted, long size) throws IOException {
            position += at;
            at = 0;
            bytes = ByteBuffer.allocate((int) Math.min(wanted, size - position));
            file.readFully(bytes, position);
            bytes.flip();
        }

        private void passDamage(long from, long size) throws IOException {
            long lost = Math.max(from, nextOffset);
            FrameWalker walker = new FrameWalker(file, segment.salt(), nextPosition(), nextOffset, size);
            walker.next();
            if (!walker.skipDamage()) {
                throw new DataLossException(partition, lost, end);
            }
            if (walker.expectedOffset() > from) {
                throw new DataLossException(partition, lost, Math.min(end, walker.expectedOffset()));
            }
            at += (int) (walker.nextPosition() - nextPosition());
            nextOffset = walker.expectedOffset();
            load(bytes.capacity(), size);
        }
    }

    /**
     * The offset of the first message, from {@code start} up to {@code end} (exclusive), that was appended at or after
     * the time; {@code end} when there is none. What is damaged may have been appended at that time, as far as anybody
     * can tell, so a damaged message right before that one comes first.
     */
    long offsetAt(long timestamp, long start, long end) throws IOException {
        for (Segment segment : segments.oldestFirst()) {
            if (segment.endOffset() > start && segment.lastTimestamp() >= timestamp && segment.baseOffset() < end) {
                long found = offsetAt(segment, timestamp);
                if (found < segment.endOffset()) {
                    return Math.min(end, Math.max(start, found));
                }
            }
        }
        return end;
    }

    private static long offsetAt(Segment segment, long timestamp) throws IOException {
        SparseIndex.Entry before = segment.index().before(timestamp, segment.baseOffset());
        FrameWalker walker =
                new FrameWalker(segment.file(), segment.salt(), before.position(), before.offset(), segment.size());
        long candidate = before.offset();
        while (true) {
            FrameWalker.Step step = walker.next();
            if (step == FrameWalker.Step.FRAME) {
                if (walker.timestamp() >= timestamp) {
                    return candidate;
                }
                candidate = walker.offset() + 1;
            }
            if (step == FrameWalker.Step.END || (step == FrameWalker.Step.DAMAGE && !walker.skipDamage())) {
                return segment.endOffset();
            }
        }
    }

    /** The append time of a message; of the next whole one when it is damaged. */
    long timestampOf(long offset, long end) throws IOException {
        Segment segment = segmentWith(offset, end);
        SparseIndex.Entry entry = segment.index().floorOffset(offset, segment.baseOffset());
        FrameWalker walker =
                new FrameWalker(segment.file(), segment.salt(), entry.position(), entry.offset(), segment.size());
        while (true) {
            FrameWalker.Step step = walker.next();
            if (step == FrameWalker.Step.FRAME && walker.offset() >= offset) {
                return walker.timestamp();
            }
            if (step == FrameWalker.Step.END || (step == FrameWalker.Step.DAMAGE && !walker.skipDamage())) {
                return segment.lastTimestamp();
            }
        }
    }

    /** Where the frame of this offset begins within its segment. */
    static long positionOf(Segment segment, long offset) throws IOException {
        SparseIndex.Entry entry = segment.index().floorOffset(offset, segment.baseOffset());
        FrameWalker walker =
                new FrameWalker(segment.file(), segment.salt(), entry.position(), entry.offset(), segment.size());
        while (walker.expectedOffset() < offset) {
            FrameWalker.Step step = walker.next();
            if (step == FrameWalker.Step.END || (step == FrameWalker.Step.DAMAGE && !walker.skipDamage())) {
                break;
            }
        }
        return walker.nextPosition();
    }
}
