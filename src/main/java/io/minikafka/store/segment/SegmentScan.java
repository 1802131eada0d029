package io.minikafka.store.segment;

import io.minikafka.store.file.StoreFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A walk over a whole segment.
 *
 * @param contents up to the last whole frame
 * @param damages what lies between whole frames and is none
 * @param tailClaims whether what follows the last whole frame looks like a frame of which every byte is there, rather
 *     than like a write that was cut short
 */
record SegmentScan(ScannedSegment contents, List<Damage> damages, boolean tailClaims) {

    /** Offsets from {@code first} up to {@code next} (exclusive) cannot be read. */
    record Damage(long first, long next) {}

    /**
     * @param end where the file's bytes end
     * @param timestamp the partition's last one before this segment
     */
    static SegmentScan scan(StoreFile file, int salt, long baseOffset, long end, long timestamp) throws IOException {
        FrameWalker walker = new FrameWalker(file, salt, SegmentFormat.HEAD_BYTES, baseOffset, end);
        SparseIndex index = new SparseIndex();
        List<Damage> damages = new ArrayList<>();
        long first = timestamp;
        long last = timestamp;
        boolean any = false;
        while (true) {
            switch (walker.next()) {
                case FRAME -> {
                    index.offer(walker.offset(), walker.position(), walker.timestamp());
                    last = walker.timestamp();
                    first = any ? first : last;
                    any = true;
                }
                case DAMAGE -> {
                    long lost = walker.expectedOffset();
                    if (!walker.skipDamage()) {
                        return result(baseOffset, walker, first, last, index, damages, walker.claimsWholeFrame());
                    }
                    damages.add(new Damage(lost, walker.expectedOffset()));
                }
                case END -> {
                    return result(baseOffset, walker, first, last, index, damages, false);
                }
            }
        }
    }

    private static SegmentScan result(
            long baseOffset,
            FrameWalker walker,
            long first,
            long last,
            SparseIndex index,
            List<Damage> damages,
            boolean tailClaims) {
        return new SegmentScan(
                new ScannedSegment(baseOffset, walker.expectedOffset(), walker.nextPosition(), first, last, index),
                damages,
                tailClaims);
    }
}
