package io.minikafka.kafka.export;

/**
 * What one run has copied of a partition.
 *
 * @param offsets which offset each message has in Kafka
 * @param targetEnd the log end offset in Kafka
 * @param copied messages
 * @param expired messages that left the source by retention before they could be copied
 * @param damaged messages that fail their checksum in the source
 */
record CopyResult(OffsetMap offsets, long targetEnd, long copied, long expired, long damaged) {
    /** Of a partition of which nothing is to be copied. */
    static CopyResult none(PartitionPlan plan) {
        return new CopyResult(plan.offsets(), plan.target().end(), 0, 0, 0);
    }
}
