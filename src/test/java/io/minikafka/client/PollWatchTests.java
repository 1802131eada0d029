package io.minikafka.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PollWatchTests {
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final AtomicLong now = new AtomicLong(-5);
    private final PollWatch watch = new PollWatch(INTERVAL, now::get);

    @Test
    void whoDoesNothingIsOverdue() {
        pass(INTERVAL.minusNanos(1));
        assertThat(watch.isOverdue()).isFalse();
        pass(Duration.ofNanos(1));
        assertThat(watch.isOverdue()).isTrue();
    }

    @Test
    void whoPollsIsNotAndThenHasTheWholeInterval() {
        watch.pollBegins();
        pass(INTERVAL.multipliedBy(5));
        assertThat(watch.isOverdue()).isFalse();
        watch.pollEnds();
        assertThat(watch.isOverdue()).isFalse();
        pass(INTERVAL);
        assertThat(watch.isOverdue()).isTrue();
    }

    @Test
    void whoAcknowledgesIsNot() {
        pass(INTERVAL.minusSeconds(1));
        watch.active();
        pass(INTERVAL.minusSeconds(1));
        assertThat(watch.isOverdue()).isFalse();
    }

    @Test
    void theNextLookIsWhenItCanBeOverdueAndTwiceInAnInterval() {
        assertThat(watch.untilNextLook()).isEqualTo(Duration.ofSeconds(5));
        pass(Duration.ofSeconds(7));
        assertThat(watch.untilNextLook()).isEqualTo(Duration.ofSeconds(3));
        watch.pollBegins();
        assertThat(watch.untilNextLook()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void anIntervalMayBeVeryLongOrHardlyAny() {
        assertThat(new PollWatch(Duration.ofSeconds(Long.MAX_VALUE), now::get).untilNextLook())
                .isGreaterThan(Duration.ofDays(365));
        assertThat(new PollWatch(Duration.ofNanos(1), now::get).untilNextLook()).isEqualTo(Duration.ofMillis(1));
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
