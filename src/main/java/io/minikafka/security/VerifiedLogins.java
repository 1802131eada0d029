package io.minikafka.security;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Remembers for a while which logins were right, so that a client that logs in with each call costs a verification only
 * now and then. Bounded: the oldest go first. Safe for use by many threads.
 */
final class VerifiedLogins {
    static final int MOST = 1_000;

    private final long lifeNanos;
    private final LongSupplier nanoTime;
    /** When each ends, the oldest first. */
    private final Map<ByteBuffer, Long> ends = new LinkedHashMap<>();

    VerifiedLogins(Duration life, LongSupplier nanoTime) {
        this.lifeNanos = life.toNanos();
        this.nanoTime = nanoTime;
    }

    synchronized boolean contains(ByteBuffer login) {
        Long end = ends.get(login);
        return end != null && end - nanoTime.getAsLong() > 0;
    }

    synchronized void add(ByteBuffer login) {
        long now = nanoTime.getAsLong();
        ends.remove(login);
        ends.put(login, now + lifeNanos);
        Iterator<Long> oldest = ends.values().iterator();
        while (oldest.hasNext()) {
            boolean isOver = oldest.next() - now <= 0;
            if (!isOver && ends.size() <= MOST) {
                return;
            }
            oldest.remove();
        }
    }

    synchronized int size() {
        return ends.size();
    }
}
