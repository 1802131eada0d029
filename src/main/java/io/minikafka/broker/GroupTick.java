package io.minikafka.broker;

import java.util.OptionalLong;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The next time a group must be looked at because time has passed. A later deadline than the scheduled one changes
 * nothing: the look at the scheduled time finds the later one. So delivering and acknowledging never touch a timer. Not
 * safe for use by several threads: the group's lock guards it.
 */
final class GroupTick {
    /** Runs a task, on another thread, after so many nanoseconds. */
    @FunctionalInterface
    interface Timer {
        Future<?> after(long nanos, Runnable task);
    }

    private final Timer timer;
    private final Runnable task;
    private @Nullable Future<?> scheduled;
    private long at;

    GroupTick(Timer timer, Runnable task) {
        this.timer = timer;
        this.task = task;
    }

    void schedule(OptionalLong deadline) {
        if (deadline.isEmpty() || (scheduled != null && at - deadline.getAsLong() <= 0)) {
            return;
        }
        if (scheduled != null) {
            scheduled.cancel(false);
        }
        at = deadline.getAsLong();
        scheduled = timer.after(Math.max(0, at - System.nanoTime()), task);
    }

    /** The scheduled look is under way. */
    void begins() {
        scheduled = null;
    }
}
