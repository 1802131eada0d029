package io.minikafka.client;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether an application goes on with its messages: it polls, or acknowledges, at least once in each interval. The server
 * cannot see that by itself while it has credit left, or nothing to send. Not safe for use by several threads.
 */
final class PollWatch {
    /** Also for intervals that are hardly any: whoever looks more often does little else. */
    private static final long SHORTEST_PAUSE_NANOS = 1_000_000;

    private final long intervalNanos;
    private final LongSupplier nanoTime;
    private boolean polling;
    private long lastActive;

    PollWatch(Duration interval, LongSupplier nanoTime) {
        this.intervalNanos =
                interval.compareTo(Duration.ofNanos(Long.MAX_VALUE / 4)) < 0 ? interval.toNanos() : Long.MAX_VALUE / 4;
        this.nanoTime = nanoTime;
        active();
    }

    void pollBegins() {
        polling = true;
    }

    void pollEnds() {
        polling = false;
        active();
    }

    void active() {
        lastActive = nanoTime.getAsLong();
    }

    boolean isOverdue() {
        return !polling && sinceActive() >= intervalNanos;
    }

    /** When to look again: twice in each interval, and when it can be overdue. */
    Duration untilNextLook() {
        long left = polling ? intervalNanos : intervalNanos - sinceActive();
        return Duration.ofNanos(Math.max(SHORTEST_PAUSE_NANOS, Math.min(left, intervalNanos / 2)));
    }

    private long sinceActive() {
        return nanoTime.getAsLong() - lastActive;
    }
}
