package io.minikafka.kafka.export;

import io.minikafka.store.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What became of a partition.
 *
 * @param source what the source retained when the run began
 * @param targetEnd the log end offset in Kafka after the run
 * @param offsets which offset messages have in Kafka
 * @param copied messages that this run copied; in a plan, those a run would try to
 * @param expired messages that left the source by retention before they could be copied
 * @param damaged messages that fail their checksum in the source, and so could not be copied
 * @param verification null when nothing was compared
 */
public record PartitionReport(
        TopicPartition partition,
        OffsetRange source,
        long targetEnd,
        OffsetMap offsets,
        long copied,
        long expired,
        long damaged,
        @Nullable Verification verification) {
    /** Whether all that could be wanted is in Kafka. */
    public boolean isGood() {
        return damaged == 0 && (verification == null || verification.isSame());
    }
}
