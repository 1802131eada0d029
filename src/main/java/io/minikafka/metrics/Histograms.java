package io.minikafka.metrics;

import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** Timers of which Prometheus can compute quantiles, in a bounded number of buckets. */
final class Histograms {
    private static final Duration SHORTEST = Duration.ofNanos(50_000);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private Histograms() {}

    static Timer.Builder timer(String name, String description) {
        return Timer.builder(name)
                .description(description)
                .publishPercentileHistogram()
                .minimumExpectedValue(SHORTEST)
                .maximumExpectedValue(LONGEST);
    }
}
