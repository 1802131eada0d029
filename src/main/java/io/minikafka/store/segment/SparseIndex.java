package io.minikafka.store.segment;

import java.util.Arrays;

/**
 * Where some of a segment's frames begin: one entry for about every {@value #INTERVAL_BYTES} bytes. Offsets and
 * timestamps both ascend with the position, so one index finds by either. One thread at a time adds; any number look up
 * meanwhile.
 */
final class SparseIndex {
    static final int INTERVAL_BYTES = 8 << 10;

    private static final int INITIAL_CAPACITY = 16;

    /** Offset, position and timestamp of each entry, one after the other. Replaced when full, never shrunk. */
    private volatile long[] entries = new long[3 * INITIAL_CAPACITY];

    private volatile int count;
    private long lastPosition = SegmentFormat.HEAD_BYTES;

    /** A place where a frame begins. */
    record Entry(long offset, long position) {}

    /** Notes a frame if the last noted one is far enough behind. Positions ascend. */
    void offer(long offset, long position, long timestamp) {
        if (position - lastPosition >= INTERVAL_BYTES) {
            add(offset, position, timestamp);
        }
    }

    void add(long offset, long position, long timestamp) {
        int at = 3 * count;
        long[] target = entries;
        if (at == target.length) {
            target = Arrays.copyOf(target, 2 * at);
        }
        target[at] = offset;
        target[at + 1] = position;
        target[at + 2] = timestamp;
        lastPosition = position;
        // In this order, so that a reader that sees the count sees the entries.
        entries = target;
        count++;
    }

    /** Forgets all frames at or after the position. */
    void truncate(long position) {
        int kept = count;
        while (kept > 0 && entries[3 * kept - 2] >= position) {
            kept--;
        }
        count = kept;
        lastPosition = kept == 0 ? SegmentFormat.HEAD_BYTES : entries[3 * kept - 2];
    }

    int count() {
        return count;
    }

    /** The numbers of entry {@code i}: offset, position, timestamp. */
    long number(int i, int which) {
        return entries[3 * i + which];
    }

    /** The last noted frame with this offset or a lower one; the segment's first frame when there is none. */
    Entry floorOffset(long offset, long baseOffset) {
        return entry(lastNotAbove(0, offset), baseOffset);
    }

    /** The last noted frame that is older than the timestamp; the segment's first frame when there is none. */
    Entry before(long timestamp, long baseOffset) {
        return entry(lastNotAbove(2, timestamp - 1), baseOffset);
    }

    private Entry entry(int i, long baseOffset) {
        return i < 0 ? new Entry(baseOffset, SegmentFormat.HEAD_BYTES) : new Entry(entries[3 * i], entries[3 * i + 1]);
    }

    private int lastNotAbove(int which, long limit) {
        int low = 0;
        int high = count - 1;
        long[] numbers = entries;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (numbers[3 * middle + which] <= limit) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high;
    }
}
