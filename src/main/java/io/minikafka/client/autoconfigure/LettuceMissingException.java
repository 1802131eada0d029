package io.minikafka.client.autoconfigure;

/** Transport redis was chosen, and Lettuce is not on the class path. */
final class LettuceMissingException extends IllegalStateException {
    LettuceMissingException() {
        super("minikafka.client.transport is 'redis', and Lettuce is not on the class path");
    }
}
