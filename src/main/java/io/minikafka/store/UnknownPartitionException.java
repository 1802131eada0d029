package io.minikafka.store;

/** The topic exists, but has no such partition. */
public final class UnknownPartitionException extends StoreException {
    public UnknownPartitionException(TopicPartition partition, int partitions) {
        super("There is no partition " + partition.partition() + " in topic '" + partition.topic() + "'; it has "
                + partitions + ", counted from 0");
    }
}
