package io.minikafka.store.segment;

import io.minikafka.store.TopicPartition;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** A partition's segments in the order of their offsets. Safe for reading while one thread changes it. */
final class Segments {
    private static final System.Logger LOG = System.getLogger(Segments.class.getName());

    private final ConcurrentSkipListMap<Long, Segment> byBaseOffset = new ConcurrentSkipListMap<>();

    void put(Segment segment) {
        byBaseOffset.put(segment.baseOffset(), segment);
    }

    void remove(Segment segment) {
        byBaseOffset.remove(segment.baseOffset(), segment);
    }

    /** The segment that holds the offset, or the one before the gap that does; null when all begin later. */
    @Nullable
    Segment floor(long offset) {
        Map.Entry<Long, Segment> entry = byBaseOffset.floorEntry(offset);
        return entry == null ? null : entry.getValue();
    }

    /** The segment after one that begins at the offset or lower; null when there is none. */
    @Nullable
    Segment after(long offset) {
        Map.Entry<Long, Segment> entry = byBaseOffset.higherEntry(offset);
        return entry == null ? null : entry.getValue();
    }

    /** Oldest first; goes on safely while segments come and go. */
    Collection<Segment> oldestFirst() {
        return byBaseOffset.values();
    }

    Collection<Segment> newestFirst() {
        return byBaseOffset.descendingMap().values();
    }

    /** @param id whose they are, for the log */
    void closeFiles(TopicPartition id) {
        for (Segment segment : oldestFirst()) {
            try {
                if (segment instanceof SealedSegment sealed) {
                    sealed.close();
                } else {
                    segment.file().close();
                }
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "A segment of " + id + " did not close", e);
            }
        }
    }

    /** Where the oldest segment begins. There is always one. */
    long baseOffset() {
        return byBaseOffset.firstKey();
    }
}
