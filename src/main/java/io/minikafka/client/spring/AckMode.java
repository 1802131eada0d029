package io.minikafka.client.spring;

/** When a listener's messages are acknowledged. Whatever the mode, never beyond a message that is not dealt with. */
public enum AckMode {
    /**
     * When all that a poll returned is dealt with; earlier, too, when that takes long, before pauses of retries, and when
     * the container stops. The fastest: after a crash as much as a poll's messages come again.
     */
    BATCH,
    /** After each message; with a batch listener, after each batch. Does not wait for the server's answer. */
    RECORD,
    /**
     * By the listener, with its {@link Acknowledgment} parameter. What was given up, as dead letter or skipped, the
     * container acknowledges.
     */
    MANUAL
}
