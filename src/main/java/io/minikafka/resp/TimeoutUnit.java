package io.minikafka.resp;

import java.util.concurrent.TimeUnit;

/** What a bare number means where a command takes a timeout. */
public enum TimeoutUnit {
    /** Seconds, as in Redis and in what rafka does. */
    S(TimeUnit.SECONDS),
    /** Milliseconds, as rafka's documentation has it. */
    MS(TimeUnit.MILLISECONDS);

    private final long nanos;

    TimeoutUnit(TimeUnit unit) {
        this.nanos = unit.toNanos(1);
    }

    long nanos() {
        return nanos;
    }
}
