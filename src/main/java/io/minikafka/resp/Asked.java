package io.minikafka.resp;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** What the broker is asked. */
final class Asked {
    private Asked() {}

    /** The answer; what is thrown instead of returned is a failed one. */
    static <T> CompletableFuture<T> of(Supplier<CompletableFuture<T>> question) {
        try {
            return question.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
