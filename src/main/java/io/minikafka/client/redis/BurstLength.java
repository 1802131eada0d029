package io.minikafka.client.redis;

/**
 * How many {@code BLPOP} to send together: one where little comes, since each that finds nothing costs the server a timer,
 * and twice as many after each burst that was full. Not safe for use by several threads.
 */
final class BurstLength {
    /** Measured: more gain nothing. */
    static final int GREATEST = 256;

    /** A burst of the largest values seen last stays below. */
    private static final long MOST_BYTES = 4 << 20;

    private final int most;
    private int next = 1;

    BurstLength(int maxPollMessages) {
        this.most = Math.min(maxPollMessages, GREATEST);
    }

    int next() {
        return next;
    }

    /** Whether messages come faster than they are asked for. */
    boolean isGrown() {
        return next > 1;
    }

    void ended(Burst burst) {
        if (!burst.isFull()) {
            next = 1;
            return;
        }
        long fitting = MOST_BYTES / Math.max(1, burst.largest());
        next = (int) Math.max(1, Math.min(Math.min(2L * burst.length(), most), fitting));
    }
}
