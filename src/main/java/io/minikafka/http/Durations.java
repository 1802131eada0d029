package io.minikafka.http;

import java.time.Duration;

/** Reads durations as users write them in all of the service's settings. */
@FunctionalInterface
public interface Durations {
    /** @throws IllegalArgumentException when the text is none, with a message that says what is accepted */
    Duration parse(String text);
}
