package io.minikafka.group;

import io.minikafka.store.InvalidArgumentException;
import io.minikafka.store.TopicPartition;

/** The message at this offset, and all before it in the partition, have been dealt with. */
public record Acknowledgement(TopicPartition partition, long offset) {
    /** @throws InvalidArgumentException when the offset is negative or cannot have a next one */
    public Acknowledgement {
        if (offset < 0 || offset == Long.MAX_VALUE) {
            throw new InvalidArgumentException(
                    "acknowledged offset", Long.toString(offset), "a number from 0 to " + (Long.MAX_VALUE - 1));
        }
    }
}
