package io.minikafka.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Some of a topic's settings. What is null takes the server's default when a topic is created, and stays as it is when
 * one is updated.
 *
 * @param partitions from 1; may grow, never shrink
 * @param retentionAge messages older than this are never served
 * @param retentionBytes bound on the bytes of one partition, the oldest leaving first; 0 for none
 * @param durability what an acknowledgement waits for; not {@link Durability#MEMORY}
 */
public record TopicConfig(
        @Nullable Integer partitions,
        @Nullable Duration retentionAge,
        @Nullable Long retentionBytes,
        @Nullable Durability durability) {
    /** Says nothing: the server's defaults. */
    public static final TopicConfig DEFAULT = new TopicConfig(null, null, null, null);

    public TopicConfig withPartitions(int value) {
        return new TopicConfig(value, retentionAge, retentionBytes, durability);
    }

    public TopicConfig withRetentionAge(Duration value) {
        return new TopicConfig(partitions, value, retentionBytes, durability);
    }

    public TopicConfig withRetentionBytes(long value) {
        return new TopicConfig(partitions, retentionAge, value, durability);
    }

    public TopicConfig withDurability(Durability value) {
        return new TopicConfig(partitions, retentionAge, retentionBytes, value);
    }
}
