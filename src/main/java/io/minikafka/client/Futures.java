package io.minikafka.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Waiting for a future as a blocking method does. */
final class Futures {
    private Futures() {}

    /** @throws MinikafkaException the failure, or {@code CANCELLED} when the thread is interrupted */
    static <T> T join(CompletableFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            throw MinikafkaException.of(cause).rethrown();
        } catch (InterruptedException interrupted) {
            throw MinikafkaException.interrupted(interrupted);
        }
    }
}
