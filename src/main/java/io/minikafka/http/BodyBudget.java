package io.minikafka.http;

import java.util.concurrent.atomic.AtomicLong;

/** What all requests' bodies may take up together. One by itself always may. Safe for use by many threads. */
final class BodyBudget {
    private final long limit;
    private final AtomicLong used = new AtomicLong();

    BodyBudget(long limit) {
        this.limit = limit;
    }

    /** @throws HttpProblemException when there is no room */
    void take(long bytes) {
        long before = used.getAndAdd(bytes);
        if (before > 0 && before + bytes > limit) {
            used.addAndGet(-bytes);
            throw new HttpProblemException(
                    ProblemType.TOO_BUSY,
                    "The requests under way have " + before + " bytes, and this one would add " + bytes
                            + "; the limit is " + limit);
        }
    }

    void giveBack(long bytes) {
        used.addAndGet(-bytes);
    }

    long used() {
        return used.get();
    }
}
