package io.minikafka.client;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Pauses between attempts to reconnect: twice as long each time, from 0.1 s up to 5 s, each up to a fifth shorter by
 * chance so that clients of a restarted server do not come back all at once. Not safe for use by several threads.
 */
public final class Backoff {
    private static final long FIRST_MILLIS = 100;
    private static final long LONGEST_MILLIS = 5_000;

    private long nextMillis = FIRST_MILLIS;

    public Duration next() {
        long millis = nextMillis;
        nextMillis = Math.min(millis * 2, LONGEST_MILLIS);
        return Duration.ofMillis(millis - ThreadLocalRandom.current().nextLong(millis / 5 + 1));
    }

    /** An attempt succeeded. */
    public void reset() {
        nextMillis = FIRST_MILLIS;
    }
}
