package io.minikafka.kafka.export;

import io.minikafka.group.GroupName;
import io.minikafka.store.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What became of a group's position in a partition.
 *
 * @param sourceOffset what it had committed
 * @param targetOffset the same place in Kafka
 * @param problem why the position is not set; null unless that failed
 */
public record GroupReport(
        GroupName group,
        TopicPartition partition,
        long sourceOffset,
        long targetOffset,
        Outcome outcome,
        @Nullable String problem) {
    /** What was done. */
    public enum Outcome {
        SET,
        /** The group has come further in Kafka. */
        KEPT,
        FAILED
    }
}
