package io.minikafka.server;

import static org.awaitility.Awaitility.await;

import io.minikafka.store.DelegatingStore;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.memory.InMemoryMessageStore;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RetentionScheduleTests {
    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void expiredMessagesAreFreedAgainAndAgain() {
        FailingStore store = new FailingStore(0);
        try (RetentionSchedule ignored = new RetentionSchedule(store, Duration.ofMillis(1))) {
            await().until(() -> runs.get() >= 3);
        }
    }

    @Test
    void aFailingRunNeverStopsTheNext() {
        FailingStore store = new FailingStore(5);
        try (RetentionSchedule ignored = new RetentionSchedule(store, Duration.ofMillis(1))) {
            await().until(() -> runs.get() >= 7);
        }
    }

    /** Fails its first runs, every other one with an error that is no exception. */
    private final class FailingStore extends DelegatingStore {
        private final int failures;

        FailingStore(int failures) {
            super(new InMemoryMessageStore(StoreLimits.DEFAULT, Clock.systemUTC()));
            this.failures = failures;
        }

        @Override
        public void enforceRetention() {
            int run = runs.incrementAndGet();
            if (run <= failures) {
                if (run % 2 == 0) {
                    throw new AssertionError("broken on purpose, run " + run);
                }
                throw new IllegalStateException("broken on purpose, run " + run);
            }
            super.enforceRetention();
        }
    }
}
