package io.minikafka.group;

import java.time.Duration;

/** Times as nanoseconds from an arbitrary origin, to be compared by difference, as {@link System#nanoTime}. */
final class Nanos {
    static final Duration CENTURY = Duration.ofDays(36_525);

    private Nanos() {}

    static long after(long now, Duration wait) {
        return now + (wait.compareTo(CENTURY) > 0 ? CENTURY : wait).toNanos();
    }

    static boolean isReached(long deadline, long now) {
        return now - deadline >= 0;
    }
}
