package io.minikafka.group;

import io.minikafka.store.TopicPartition;

/** What a group needs to know about the logs it reads. */
public interface PartitionOffsets {
    /** The first retained offset; the log end offset when nothing is retained. */
    long logStart(TopicPartition partition);

    /** The next offset to be written. */
    long logEnd(TopicPartition partition);
}
