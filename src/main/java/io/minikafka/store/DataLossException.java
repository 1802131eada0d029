package io.minikafka.store;

/** What is stored in a range of offsets fails its checksum. What lies around it stays readable. */
public final class DataLossException extends StoreException {
    private final TopicPartition partition;
    private final long firstLost;
    private final long nextReadable;

    /**
     * @param firstLost the first damaged offset
     * @param nextReadable the first offset after the damage that can be read, or the log end offset
     */
    public DataLossException(TopicPartition partition, long firstLost, long nextReadable) {
        super("The messages of " + partition + " from offset " + firstLost + " up to " + nextReadable
                + " (exclusive) are damaged on disk; reading can go on at " + nextReadable);
        this.partition = partition;
        this.firstLost = firstLost;
        this.nextReadable = nextReadable;
    }

    public TopicPartition partition() {
        return partition;
    }

    public long firstLost() {
        return firstLost;
    }

    public long nextReadable() {
        return nextReadable;
    }
}
