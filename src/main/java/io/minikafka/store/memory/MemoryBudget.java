package io.minikafka.store.memory;

import io.minikafka.store.MemoryFullException;
import java.util.concurrent.atomic.AtomicLong;

/** What the messages of all partitions may take together. Safe for use by many threads. */
final class MemoryBudget {
    private final long limit;
    private final AtomicLong held = new AtomicLong();

    MemoryBudget(long limit) {
        this.limit = limit;
    }

    /** Takes so many bytes, if there are as many left. */
    boolean tryTake(long bytes) {
        return tryExchange(0, bytes);
    }

    /** Gives back some bytes and takes others, if there are as many left then; else neither. */
    boolean tryExchange(long givenBack, long taken) {
        // Not added and taken back: what is too much must not make others fail meanwhile.
        long now = held.get();
        while (taken <= limit - now + givenBack) {
            if (held.compareAndSet(now, now - givenBack + taken)) {
                return true;
            }
            now = held.get();
        }
        return false;
    }

    void giveBack(long bytes) {
        held.addAndGet(-bytes);
    }

    long held() {
        return held.get();
    }

    long limit() {
        return limit;
    }

    MemoryFullException refusal(long wanted) {
        return new MemoryFullException(held.get(), wanted, limit);
    }
}
