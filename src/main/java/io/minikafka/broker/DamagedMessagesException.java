package io.minikafka.broker;

import io.minikafka.store.DataLossException;
import io.minikafka.store.TopicPartition;

/**
 * What is stored where a fetch starts fails its checksum. Nothing is skipped silently: a reader that would rather go on
 * than stop fetches again from {@link #nextReadable()}, and tells its user.
 */
public final class DamagedMessagesException extends BrokerException {
    private final TopicPartition partition;
    private final long firstDamaged;
    private final long nextReadable;

    DamagedMessagesException(DataLossException cause) {
        super(Code.DATA_LOSS, cause.getMessage(), cause);
        partition = cause.partition();
        firstDamaged = cause.firstLost();
        nextReadable = cause.nextReadable();
    }

    public TopicPartition partition() {
        return partition;
    }

    /** The first damaged offset. */
    public long firstDamaged() {
        return firstDamaged;
    }

    /** The first offset after the damage that can be fetched from; the log end offset when nothing follows. */
    public long nextReadable() {
        return nextReadable;
    }
}
