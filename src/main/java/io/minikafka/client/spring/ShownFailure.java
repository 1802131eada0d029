package io.minikafka.client.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.messaging.MessagingException;

/**
 * A failure as it may be logged. Spring's own have the message in their text, with headers and rejected values: of those
 * only the classes are told, the whole at debug.
 *
 * @param trace null where it would tell the same
 */
record ShownFailure(String text, @Nullable Throwable trace) {
    static ShownFailure of(Throwable failure) {
        if (failure instanceof MessagingException) {
            Throwable cause = failure.getCause();
            return new ShownFailure(
                    failure.getClass().getName()
                            + (cause == null ? "" : ", by " + cause.getClass().getName())
                            + " (the text may have parts of the message, and is in dead letters only)",
                    null);
        }
        if (failure instanceof BatchListenerFailedException && failure.getCause() != null) {
            return of(failure.getCause());
        }
        return new ShownFailure(failure.toString(), failure);
    }
}
