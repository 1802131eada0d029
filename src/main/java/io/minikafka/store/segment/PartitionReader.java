package io.minikafka.store.segment;

import io.minikafka.store.DataLossException;
import io.minikafka.store.StoredMessage;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.file.StoreFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Finds and reads messages in a partition's segments. One read is one positional read of a file in the usual case, into
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
        Reading reading = new Reading(from, end, maxMessages, maxBytes);
        reading.run();
        return reading.messages;
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

    /** One read: the messages found so far, and the run of a segment's bytes in which it looks for more. */
    private final class Reading {
        private final CRC32C crc = new CRC32C();
        private final long from;
        private final long end;
        private final int maxMessages;
        private final int maxBytes;

        private List<StoredMessage> messages = List.of();
        private int returnedBytes;
        private boolean done;

        private ByteBuffer bytes = ByteBuffer.allocate(0);
        private long position;
        private int at;
        private long nextOffset;

        Reading(long from, long end, int maxMessages, int maxBytes) {
            this.from = from;
            this.end = end;
            this.maxMessages = maxMessages;
            this.maxBytes = maxBytes;
            this.nextOffset = from;
        }

        void run() throws IOException {
            while (!done && nextOffset < end && messages.size() < maxMessages) {
                Segment segment = segments.floor(nextOffset);
                if (!messages.isEmpty() && (segment == null || nextOffset >= segment.endOffset())) {
                    // A hole; the next read begins in it, and is told.
                    return;
                }
                readFrom(segmentWith(nextOffset, end));
            }
        }

        private void readFrom(Segment segment) throws IOException {
            long segmentEnd = Math.min(end, segment.endOffset());
            long size = segment.size();
            StoreFile file = segment.file();
            Hint hint = hints.get(slot(nextOffset));
            SparseIndex.Entry start = hint != null && hint.offset() == nextOffset && isCurrent(hint, segment)
                    ? new SparseIndex.Entry(nextOffset, hint.position())
                    : segment.index().floorOffset(nextOffset, segment.baseOffset());
            long wanted = chunkBytes(segment, nextOffset > start.offset());
            nextOffset = start.offset();
            position = start.position();
            at = 0;
            load(file, wanted, size);
            take(segment, file, segmentEnd, size);
            if (nextOffset < segmentEnd) {
                Hint next = new Hint(segment.baseOffset(), segment.salt(), nextOffset, position + at);
                hints.set(slot(nextOffset), next);
            }
        }

        private void take(Segment segment, StoreFile file, long segmentEnd, long size) throws IOException {
            int salt = segment.salt();
            while (nextOffset < segmentEnd && messages.size() < maxMessages) {
                int available = bytes.limit() - at;
                int frame = FrameFormat.check(bytes, at, available, size - position - at, nextOffset, salt, crc);
                if (frame == FrameFormat.INCOMPLETE) {
                    long claimed = available < FrameFormat.LEAST_BYTES
                            ? FrameFormat.LEAST_BYTES
                            : FrameFormat.claimedSize(bytes, at);
                    if (isTooMuch(claimed)) {
                        return;
                    }
                    load(file, Math.max(claimed, chunkBytes(segment, false)), size);
                } else if (frame == FrameFormat.DAMAGED) {
                    if (!messages.isEmpty()) {
                        done = true;
                        return;
                    }
                    passDamage(segment, file, size);
                } else {
                    if (nextOffset >= from) {
                        if (isTooMuch(frame)) {
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

        /** Ends the read when a frame of this size is more than may be returned. */
        private boolean isTooMuch(long frame) {
            done = !messages.isEmpty() && returnedBytes + frame > maxBytes;
            return done;
        }

        /** Enough for what may still be returned, as far as the average frame tells; a second load is no error. */
        private long chunkBytes(Segment segment, boolean fromIndex) {
            long count = Math.max(1, segment.endOffset() - segment.baseOffset());
            long average = 1 + (segment.size() - SegmentFormat.HEAD_BYTES) / count;
            long byCount = (maxMessages - messages.size() + 1L) * average * 5 / 4;
            long wanted = Math.min(maxBytes - returnedBytes, byCount);
            long passed = fromIndex ? SparseIndex.INTERVAL_BYTES : 0;
            return Math.max(LEAST_CHUNK_BYTES, Math.min(MOST_CHUNK_BYTES, wanted + passed));
        }

        /** Has the chunk begin where the next frame does. */
        private void load(StoreFile file, long wanted, long size) throws IOException {
            position += at;
            at = 0;
            bytes = ByteBuffer.allocate((int) Math.min(wanted, size - position));
            file.readFully(bytes, position);
            bytes.flip();
        }

        private void passDamage(Segment segment, StoreFile file, long size) throws IOException {
            long lost = Math.max(from, nextOffset);
            FrameWalker walker = new FrameWalker(file, segment.salt(), position + at, nextOffset, size);
            walker.next();
            if (!walker.skipDamage()) {
                throw new DataLossException(partition, lost, Math.min(end, segment.endOffset()));
            }
            if (walker.expectedOffset() > from) {
                throw new DataLossException(partition, lost, Math.min(end, walker.expectedOffset()));
            }
            position = walker.nextPosition();
            at = 0;
            nextOffset = walker.expectedOffset();
            load(file, chunkBytes(segment, true), size);
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
