package io.minikafka.client.spring;

import java.time.Duration;

/** What a {@link ListenerErrorHandler} wants done about a failure. */
public sealed interface FailureDecision {
    /**
     * Call the listener again, in place. What was dealt with before is acknowledged first.
     *
     * @param pause before that; together with the listener's own time less than the max poll interval, or the partition
     *     moves to another member
     */
    record Retry(Duration pause) implements FailureDecision {
        public Retry {
            if (pause.isNegative()) {
                throw new IllegalArgumentException("The pause is " + pause + "; accepted is 0 or longer");
            }
        }
    }

    /** Count the messages as dealt with. The container logs no more than this at debug: telling is the handler's. */
    record Skip() implements FailureDecision {}

    /**
     * Store the messages as dead letters, then count them as dealt with. When they cannot be stored, they are
     * redelivered.
     *
     * @param topic where to
     */
    record DeadLetter(String topic) implements FailureDecision {}

    /**
     * Leave the group without acknowledging the messages, and join again after a pause, which grows up to 5 s while this
     * is repeated: they come again, to this member or another.
     */
    record Redeliver() implements FailureDecision {}

    /** Stop the container without acknowledging the messages. */
    record Stop() implements FailureDecision {}
}
