package io.minikafka.client;

import io.minikafka.client.MinikafkaException.Kind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What kept a producer from sending, until something was acknowledged again: messages that fail for another reason, such
 * as their delivery timeout, tell it, too. Not safe for use by several threads.
 */
public final class LastFailure {
    private @Nullable MinikafkaException failure;

    public void set(MinikafkaException newest) {
        failure = newest;
    }

    /** Something was acknowledged: what failed before explains nothing any more. */
    public void clear() {
        failure = null;
    }

    /** What to append to a message about something that did not happen in time; empty when there is nothing. */
    public String text() {
        return failure == null ? "" : "; last failure: " + failure.getMessage();
    }

    /** How long the server asked to wait. */
    Duration retryAfter() {
        return failure == null ? Duration.ZERO : failure.retryAfter().orElse(Duration.ZERO);
    }

    /** @param sent whether it may be stored */
    public MinikafkaException notInTime(boolean sent, Duration deliveryTimeout) {
        return new MinikafkaException(
                sent ? Kind.OUTCOME_UNKNOWN : Kind.DEADLINE_EXCEEDED,
                "Not acknowledged within " + deliveryTimeout + text(),
                failure);
    }

    /**
     * Closing may come just before the delivery timeout, so it tells as much as that does.
     *
     * @param sent whether it may be stored
     */
    public MinikafkaException closedBefore(boolean sent) {
        return new MinikafkaException(
                sent ? Kind.OUTCOME_UNKNOWN : Kind.CLOSED,
                "The producer was closed before the " + (sent ? "acknowledgement" : "message was sent") + text(),
                failure);
    }
}
