package io.minikafka.client;

import java.time.Instant;

/** Where reading a partition starts. */
public sealed interface StartPosition {
    /** The oldest retained message. */
    static StartPosition earliest() {
        return new Earliest();
    }

    /** Only what is appended from now on: the log end is looked up when the consumer or subscription is opened. */
    static StartPosition latest() {
        return new Latest();
    }

    /** The message with this offset; the oldest retained one when that has left, and the rest counts as skipped. */
    static StartPosition offset(long offset) {
        return new AtOffset(offset);
    }

    /** The first message appended at or after this time. */
    static StartPosition time(Instant time) {
        return new AtTime(time);
    }

    record Earliest() implements StartPosition {}

    record Latest() implements StartPosition {}

    /**
     * At an offset.
     *
     * @param offset from 0
     */
    record AtOffset(long offset) implements StartPosition {}

    record AtTime(Instant time) implements StartPosition {}
}
