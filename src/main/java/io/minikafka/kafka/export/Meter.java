package io.minikafka.kafka.export;

import io.minikafka.kafka.export.ExportProgress.Phase;
import java.util.concurrent.CancellationException;

/** Adds up what the threads of one phase do, and tells them when to stop. Safe for use by many threads. */
final class Meter {
    private final ExportProgress progress;
    private final Phase phase;
    private final long total;
    private long done;
    private volatile boolean stopped;

    Meter(ExportProgress progress, Phase phase, long total) {
        this.progress = progress;
        this.phase = phase;
        this.total = total;
    }

    /** @throws CancellationException when another thread has failed: there is no use in going on */
    void requireRunning() {
        if (stopped) {
            throw new CancellationException("Stopped, since the export of another partition failed");
        }
    }

    /** So many more; fails as {@link #requireRunning} does. */
    void add(long messages) {
        requireRunning();
        synchronized (this) {
            done += messages;
            progress.at(phase, done, total);
        }
    }

    void stop() {
        stopped = true;
    }
}
