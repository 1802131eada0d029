package io.minikafka.grpc;

import io.grpc.Context;
import io.grpc.Deadline;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How long a call may wait so that its reply still arrives before the caller's deadline. */
final class LongPoll {
    private static final Duration LEAST_MARGIN = Duration.ofMillis(20);
    private static final Duration GREATEST_MARGIN = Duration.ofMillis(500);

    private LongPoll() {}

    /** What was asked for, or less when the current call's deadline is near; never negative. */
    static Duration wait(Duration asked) {
        Deadline deadline = Context.current().getDeadline();
        if (deadline == null) {
            return asked;
        }
        Duration most = untilReplying(Duration.ofNanos(deadline.timeRemaining(TimeUnit.NANOSECONDS)));
        return asked.compareTo(most) < 0 ? asked : most;
    }

    /** A tenth of the time is for the way back, within bounds. */
    static Duration untilReplying(Duration remaining) {
        Duration wait = remaining.minus(margin(remaining));
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    /** Later than {@link #untilReplying}, for those who were asked to reply by then; most of what is short. */
    static Duration untilGivingUp(Duration remaining) {
        Duration most = remaining.minus(margin(remaining).dividedBy(2));
        Duration least = remaining.multipliedBy(3).dividedBy(4);
        return most.compareTo(least) > 0 ? most : least;
    }

    private static Duration margin(Duration remaining) {
        Duration margin = remaining.dividedBy(10);
        if (margin.compareTo(LEAST_MARGIN) < 0) {
            margin = LEAST_MARGIN;
        } else if (margin.compareTo(GREATEST_MARGIN) > 0) {
            margin = GREATEST_MARGIN;
        }
        return margin;
    }
}
