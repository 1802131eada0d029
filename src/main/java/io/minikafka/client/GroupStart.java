package io.minikafka.client;

/** Where a group starts in a partition for which it has no committed offset. */
public enum GroupStart {
    /** At the oldest retained message. */
    EARLIEST,
    /** At what is appended after the group first got the partition. */
    LATEST
}
