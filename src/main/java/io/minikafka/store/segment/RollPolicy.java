package io.minikafka.store.segment;

import io.minikafka.store.TopicSettings;

/**
 * When a partition goes on in a new segment. Messages leave the disk by whole segments, so a segment must not span much
 * of what retention allows: a tenth of the age, and of the bytes.
 */
record RollPolicy(int segmentBytes) {
    private static final int PARTS = 10;

    /** More often would make more files than it saves bytes. */
    private static final long LEAST_AGE_MILLIS = 1000;

    private static final long LEAST_BYTES = 16 << 10;

    /** Whether to roll before an append of so many bytes at this time. */
    boolean isDue(ActiveSegment active, long bytes, long now, TopicSettings settings) {
        return !active.isEmpty()
                && (active.size() + bytes > bytesFor(settings) || now - active.firstTimestamp() >= ageFor(settings));
    }

    /** Whether to roll though nothing is appended, so that what has expired can leave. */
    boolean isDueAtRest(ActiveSegment active, long now, long oldestServed, TopicSettings settings) {
        return !active.isEmpty()
                && (active.lastTimestamp() < oldestServed || now - active.firstTimestamp() >= ageFor(settings));
    }

    private long bytesFor(TopicSettings settings) {
        return settings.retentionBytes() == TopicSettings.UNBOUNDED
                ? segmentBytes
                : Math.min(segmentBytes, Math.max(LEAST_BYTES, settings.retentionBytes() / PARTS));
    }

    private static long ageFor(TopicSettings settings) {
        // As the settings compute it, which no age can make overflow.
        long age = 1 - settings.oldestServed(0);
        return Math.max(LEAST_AGE_MILLIS, age / PARTS);
    }
}
