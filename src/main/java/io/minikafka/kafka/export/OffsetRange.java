package io.minikafka.kafka.export;

/**
 * Offsets of one partition.
 *
 * @param start inclusive
 * @param end exclusive
 */
public record OffsetRange(long start, long end) {
    public long count() {
        return end - start;
    }
}
