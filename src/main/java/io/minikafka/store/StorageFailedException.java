package io.minikafka.store;

import org.jspecify.annotations.Nullable;

/** The storage below failed. The message says what it was doing; the cause says why. */
public final class StorageFailedException extends StoreException {
    public StorageFailedException(String doing, @Nullable Throwable cause) {
        super(doing, cause);
    }
}
