package io.minikafka.bench.spring;

import java.util.concurrent.CountDownLatch;

/** Counts what one consumer receives; the rate is that of all but the first hand-over, so that joining is left out. */
final class Received {
    private final long expected;
    private final CountDownLatch all = new CountDownLatch(1);
    // Written by the consumer's thread only, and read after the latch.
    private long count;
    private long before;
    private long started;
    private long ended;

    Received(long expected) {
        this.expected = expected;
    }

    void add(int messages) {
        if (count == 0) {
            before = messages;
            started = System.nanoTime();
        }
        count += messages;
        if (count >= expected && all.getCount() > 0) {
            ended = System.nanoTime();
            all.countDown();
        }
    }

    boolean isComplete() {
        return all.getCount() == 0;
    }

    /** Waits for all; messages a second. */
    double rate() throws InterruptedException {
        all.await();
        return (expected - before) * 1e9 / (ended - started);
    }
}
