package io.minikafka.cli.bench;

import org.jspecify.annotations.Nullable;

/** What a callback caught, thrown where it can be handled. */
final class Failures {
    private Failures() {}

    static void rethrow(@Nullable Throwable failure) throws Exception {
        if (failure instanceof Exception exception) {
            throw exception;
        }
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
    }
}
