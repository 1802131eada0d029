package io.minikafka.http;

import java.io.Serial;

/** A parameter's text is not what is accepted; the message names both. */
final class NotAcceptedException extends IllegalArgumentException {
    @Serial
    private static final long serialVersionUID = 1;

    NotAcceptedException(String message) {
        super(message);
    }
}
