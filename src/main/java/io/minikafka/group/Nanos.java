package io.minikafka.group;

import java.time.Duration;

/** Times as nanoseconds from an arbitrary origin, to be compared by difference, as {@link System#nanoTime}. */
public final class Nanos {
    private static final Duration CENTURY = Duration.ofDays(36_525);

    private Nanos() {}

    /** More than a century is as good as one, and would overflow. */
    public static long of(Duration wait) {
        return (isForEver(wait) ? CENTURY : wait).toNanos();
    }

    /** Whether a wait is so long that it needs no timer. */
    public static boolean isForEver(Duration wait) {
        return wait.compareTo(CENTURY) >= 0;
    }

    static boolean isReached(long deadline, long now) {
        return now - deadline >= 0;
    }
}
