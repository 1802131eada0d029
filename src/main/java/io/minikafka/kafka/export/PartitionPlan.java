package io.minikafka.kafka.export;

import io.minikafka.store.TopicPartition;

/**
 * What there is to copy of a partition.
 *
 * @param source what the source retains
 * @param target what Kafka has
 * @param offsets which offset messages have in Kafka, as far as it is settled
 */
record PartitionPlan(TopicPartition partition, OffsetRange source, OffsetRange target, OffsetMap offsets) {
    org.apache.kafka.common.TopicPartition inKafka() {
        return new org.apache.kafka.common.TopicPartition(partition.topic().value(), partition.partition());
    }

    /** The offset in the source of the first message that is not in Kafka; may have left by retention. */
    long next() {
        return offsets.toSource(target.end());
    }

    /** How many offsets of the source are between what is in Kafka and the end. */
    long ahead() {
        return Math.max(0, source.end() - next());
    }
}
