package io.minikafka.broker;

/** Where reading starts. */
public sealed interface Start {
    /** At this offset. Below the log start offset: there, with the difference counted as skipped. */
    record AtOffset(long offset) implements Start {}

    /** At the first message appended at or after this time, in milliseconds since the epoch. */
    record AtTimestamp(long timestamp) implements Start {}

    /** At the oldest retained message. */
    record Earliest() implements Start {}

    /** Only what is appended from now on. */
    record Latest() implements Start {}
}
