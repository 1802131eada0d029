package io.minikafka.store;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a store refuses or fails to do. Messages name the limit and the value, and are fit to be shown to users; they
 * never hold message content.
 */
public abstract sealed class StoreException extends RuntimeException
        permits InvalidTopicNameException,
                InvalidArgumentException,
                UnknownTopicException,
                UnknownPartitionException,
                TopicExistsException,
                MessageTooLargeException,
                OffsetOutOfRangeException,
                DataLossException,
                DiskFullException,
                MemoryFullException,
                TooManyPartitionsException,
                StorageFailedException,
                StoreClosedException {
    StoreException(String message) {
        super(message);
    }

    StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
