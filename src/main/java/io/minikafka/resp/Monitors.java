package io.minikafka.resp;

import java.time.Instant;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The connections that watch all others. Nobody waits for a watcher: one that does not keep up loses lines. Costs a read
 * of a variable for each command while nobody watches. Safe for use by many threads.
 */
final class Monitors {
    private static final int MOST_LINES = 1_000;

    private final RespStatistics statistics;
    private volatile Watcher[] watchers = {};

    Monitors(RespStatistics statistics) {
        this.statistics = statistics;
    }

    boolean areWatching() {
        return watchers.length > 0;
    }

    boolean isWatching(RespConnection connection) {
        return Arrays.stream(watchers).anyMatch(watcher -> watcher.connection == connection);
    }

    synchronized void add(RespConnection connection) {
        if (!isWatching(connection)) {
            Watcher[] more = Arrays.copyOf(watchers, watchers.length + 1);
            more[watchers.length] = new Watcher(connection);
            watchers = more;
        }
    }

    synchronized void remove(RespConnection connection) {
        if (isWatching(connection)) {
            watchers = Arrays.stream(watchers)
                    .filter(watcher -> watcher.connection != connection)
                    .toArray(Watcher[]::new);
        }
    }

    /** Shows a command to all who watch. */
    void publish(RespSession session, Command command, Request request) {
        String line = MonitorLine.of(Instant.now(), session, command, request);
        for (Watcher watcher : watchers) {
            watcher.offer(line);
        }
    }

    private final class Watcher {
        private final RespConnection connection;
        private final Queue<String> lines = new ArrayBlockingQueue<>(MOST_LINES);
        private final AtomicBoolean scheduled = new AtomicBoolean();

        Watcher(RespConnection connection) {
            this.connection = connection;
        }

        void offer(String line) {
            if (!lines.offer(line)) {
                statistics.linesLost.increment();
            } else if (scheduled.compareAndSet(false, true)) {
                connection.loop().later(this::send);
            }
        }

        private void send() {
            scheduled.set(false);
            for (String line = lines.poll(); line != null; line = lines.poll()) {
                String shown = line;
                if (!connection.push(out -> out.simple(shown))) {
                    statistics.linesLost.increment();
                }
            }
            connection.flushPushed();
        }
    }
}
