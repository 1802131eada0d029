package io.minikafka.server;

/** A setting that the service does not start with. The message is for the user: property, problem, what is accepted. */
final class RefusedSettingException extends RuntimeException {
    RefusedSettingException(String message) {
        super(message);
    }

    RefusedSettingException(String message, Throwable cause) {
        super(message, cause);
    }
}
