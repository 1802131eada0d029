package io.minikafka.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message as the store returns it.
 *
 * @param offset dense and ascending within the partition, from 0
 * @param timestamp append time in milliseconds since the epoch; never decreases within a partition
 */
public record StoredMessage(
        long offset, long timestamp, @Nullable Bytes key, Bytes value, List<Header> headers) {

    public Message message() {
        return new Message(key, value, headers);
    }

    /** Counted like {@link Message#size()}. */
    public long size() {
        return Message.sizeOf(key, value, headers);
    }
}
