package io.minikafka.cli.bench;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * What a benchmark measured.
 *
 * @param messages stored or delivered while it measured
 * @param latencies in nanoseconds; the plan's mode says of what
 */
public record BenchResult(BenchPlan plan, long messages, Duration elapsed, Histogram latencies) {
    public double messagesPerSecond() {
        return messages * 1e9 / elapsed.toNanos();
    }

    /** Bytes of values only, in MiB. */
    public double mebibytesPerSecond() {
        return messagesPerSecond() * plan.messageBytes() / (1 << 20);
    }

    /** In microseconds; 0 when nothing was measured. */
    public double latencyMicros(double percentile) {
        return latencies.getTotalCount() == 0 ? 0 : latencies.getValueAtPercentile(percentile) / 1e3;
    }
}
