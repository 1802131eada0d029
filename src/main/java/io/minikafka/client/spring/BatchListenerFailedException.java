package io.minikafka.client.spring;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by a batch listener to say which message it failed for: those before it count as dealt with, and only this one
 * is retried, with those behind it, and given up. Without it a failure is one of the whole batch.
 */
public class BatchListenerFailedException extends RuntimeException {
    private final int index;

    /** @param index of the message in the list that the listener was called with, from 0 */
    public BatchListenerFailedException(String message, int index) {
        this(message, null, index);
    }

    /**
     * @param cause what dead letters and logs name as the failure, if there is one
     * @param index of the message in the list that the listener was called with, from 0
     */
    public BatchListenerFailedException(String message, @Nullable Throwable cause, int index) {
        super(message, cause);
        this.index = index;
    }

    public int index() {
        return index;
    }
}
