package io.minikafka.store;

/**
 * Is told what changes in a store. Called on the thread that made the change, which may hold up other appends to the
 * same partition: return at once, and never call back into the store's writing methods.
 */
public interface StoreListener {
    /** Messages up to {@code logEndOffset} (exclusive) have become readable. May repeat, and may come late. */
    default void appended(TopicPartition partition, long logEndOffset) {}

    /** The topic exists, or has got more partitions. */
    default void topicChanged(TopicName topic) {}

    /** The topic is gone, with all its messages. */
    default void topicDeleted(TopicName topic) {}
}
