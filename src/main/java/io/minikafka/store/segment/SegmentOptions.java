package io.minikafka.store.segment;

import io.minikafka.store.InvalidArgumentException;
import io.minikafka.store.StoreLimits;

/**
 * How a {@link SegmentedMessageStore} uses its disk.
 *
 * @param limits what holds for every message
 * @param segmentBytes a segment that has reached this size is followed by a new one
 * @param freeSpaceFloor appends are refused while the disk has fewer free bytes; 0 never refuses
 * @param syncThreads how many partitions may be synced at the same time
 */
public record SegmentOptions(StoreLimits limits, int segmentBytes, long freeSpaceFloor, int syncThreads) {
    public static final SegmentOptions DEFAULT = new SegmentOptions(StoreLimits.DEFAULT, 64 << 20, 256L << 20, 4);

    private static final int LEAST_SEGMENT_BYTES = 1024;
    private static final int GREATEST_SEGMENT_BYTES = 1 << 30;

    public SegmentOptions {
        require("segment bytes", segmentBytes, LEAST_SEGMENT_BYTES, GREATEST_SEGMENT_BYTES);
        require("free space floor", freeSpaceFloor, 0, Long.MAX_VALUE);
        require("sync threads", syncThreads, 1, 256);
    }

    private static void require(String what, long value, long least, long greatest) {
        if (value < least || value > greatest) {
            throw new InvalidArgumentException(
                    what, Long.toString(value), "a number from " + least + " to " + greatest);
        }
    }
}
