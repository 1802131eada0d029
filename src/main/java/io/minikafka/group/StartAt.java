package io.minikafka.group;

/** Where a group starts in a partition it has no committed offset for. */
public enum StartAt {
    /** At the oldest retained message. */
    EARLIEST,
    /**
     * At what is appended after the group first got the partition; that place is committed, so that what arrives while
     * no member is there is not lost to the group.
     */
    LATEST
}
