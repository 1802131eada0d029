package io.minikafka.cli.bench;

import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** Counts messages and latencies. Safe for use by many threads. */
final class Meter {
    private static final int DIGITS = 3;

    private final LongAdder messages = new LongAdder();
    private final Recorder latencies = new Recorder(DIGITS);
    private volatile boolean running = true;

    void add(long count) {
        messages.add(count);
    }

    void latency(long nanos) {
        latencies.recordValue(nanos);
    }

    /** Whether the workload should go on. */
    boolean isRunning() {
        return running;
    }

    void stop() {
        running = false;
    }

    long messages() {
        return messages.sum();
    }

    /** The latencies since the last call, in nanoseconds. */
    Histogram takeLatencies() {
        return latencies.getIntervalHistogram();
    }
}
