package io.minikafka.store.segment;

import java.io.IOException;

/**
 * A partition's log start offset under retention by age: the first message that is not too old. Remembered with its
 * append time, so that most looks are one comparison. Never decreases. Safe for use by many threads.
 */
final class LogStart {
    private final Segments segments;
    private final PartitionReader reader;
    private volatile Known known;

    /** A message and its append time; everything before it has left. */
    private record Known(long offset, long timestamp) {}

    LogStart(Segments segments, PartitionReader reader) {
        this.segments = segments;
        this.reader = reader;
        // Older than anything: the first look finds out.
        this.known = new Known(segments.baseOffset(), Long.MIN_VALUE);
    }

    /**
     * The first offset whose message is at least as young as {@code oldestServed}; {@code end} when there is none.
     *
     * @param end the log end offset
     */
    long offset(long oldestServed, long end) throws IOException {
        Known current = known;
        if (current.timestamp >= oldestServed && current.offset < end) {
            return current.offset;
        }
        long base = Math.max(current.offset, segments.baseOffset());
        long found = base >= end ? end : reader.offsetAt(oldestServed, base, end);
        // At the end there is no message to remember the time of.
        raiseTo(found, found < end ? reader.timestampOf(found, end) : Long.MIN_VALUE);
        return known.offset;
    }

    /** Offsets below this one have been deleted. */
    void raiseTo(long offset) {
        raiseTo(offset, Long.MIN_VALUE);
    }

    private synchronized void raiseTo(long offset, long timestamp) {
        if (offset > known.offset || (offset == known.offset && timestamp > known.timestamp)) {
            known = new Known(offset, timestamp);
        }
    }
}
