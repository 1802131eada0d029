package io.minikafka.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTests {
    @Test
    void pausesDoubleUpToABoundAndStartAnew() {
        Backoff backoff = new Backoff();
        for (long millis : new long[] {100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000}) {
            assertThat(backoff.next()).isBetween(Duration.ofMillis(millis * 4 / 5), Duration.ofMillis(millis));
        }
        backoff.reset();
        assertThat(backoff.next()).isBetween(Duration.ofMillis(80), Duration.ofMillis(100));
    }
}
