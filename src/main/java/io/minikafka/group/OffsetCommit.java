package io.minikafka.group;

import io.minikafka.store.TopicPartition;

/**
 * A group's committed offset in one partition.
 *
 * @param offset the next one to deliver; {@link #NONE} takes back what was committed
 */
public record OffsetCommit(GroupName group, TopicPartition partition, long offset) {
    public static final long NONE = -1;
}
