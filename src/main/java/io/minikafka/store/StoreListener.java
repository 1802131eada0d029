package io.minikafka.store;

/**
 * Is told what changes in a store. Called on the thread that made the change, which may hold up other appends to the
 * same partition: return at once, and never call back into the store's writing methods.
 */
public interface StoreListener {
    /** Messages up to {@code logEndOffset} (exclusive) have become readable. May repeat, and may come late. */
    default void appended(TopicPartition partition, long logEndOffset) {}

    /** What was appended to the partition until then has reached the disk, together, which took so long. */
    default void synced(TopicPartition partition, long nanos) {}

    /** The topic exists, or has got more partitions. */
    default void topicChanged(TopicName topic) {}

    /** The topic is gone, with all its messages. */
    default void topicDeleted(TopicName topic) {}
}
