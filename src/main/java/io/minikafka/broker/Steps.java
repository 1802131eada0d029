package io.minikafka.broker;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs the steps of something that events from many threads drive, one after the other. Each event calls
 * {@link #proceed}; whoever comes while another thread is in it only leaves word, and that thread looks again. So nobody
 * waits, and steps neither overlap nor recurse; what one writes the next one sees. Safe for use by many threads.
 */
public final class Steps {
    private final Step step;
    private final AtomicInteger words = new AtomicInteger();

    public Steps(Step step) {
        this.step = step;
    }

    /** Returns when there is no more to do, or another thread is at it. */
    public void proceed() {
        if (words.getAndIncrement() != 0) {
            return;
        }
        int heard = 1;
        do {
            boolean more = true;
            while (more) {
                more = step.take();
            }
            heard = words.addAndGet(-heard);
        } while (heard != 0);
    }

    /** What there is to do; must not throw. */
    @FunctionalInterface
    public interface Step {
        /** Whether another step can follow at once. */
        boolean take();
    }
}
