package io.minikafka.broker;

import io.minikafka.store.TopicName;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Topics that are being created for the first messages sent to them. Creating one may wait for the disk, so it happens
 * on another thread; what arrives for the topic meanwhile stands in line, so that a caller's messages keep their order.
 * Safe for use by many threads.
 */
final class TopicCreations {
    /** Told, in line, that the topic exists (null) or why it could not be created. */
    interface Waiting extends Consumer<@Nullable RuntimeException> {}

    private final ConcurrentHashMap<TopicName, Queue<Waiting>> lines = new ConcurrentHashMap<>();
    private final Executor executor;

    TopicCreations(Executor executor) {
        this.executor = executor;
    }

    /** Whether nothing is being created, as nearly always; costs next to nothing. */
    boolean isIdle() {
        return lines.isEmpty();
    }

    /** Whether the topic is being created; then {@code waiting} is in line. */
    boolean joinLine(TopicName topic, Waiting waiting) {
        Queue<Waiting> joined = lines.computeIfPresent(topic, (name, line) -> {
            line.add(waiting);
            return line;
        });
        return joined != null;
    }

    /** Creates the topic, unless that is under way, and tells {@code waiting} in its turn. */
    void create(TopicName topic, Runnable creation, Waiting waiting) {
        lines.compute(topic, (name, line) -> {
            if (line == null) {
                executor.execute(() -> run(topic, creation));
            }
            Queue<Waiting> joined = line == null ? new ArrayDeque<>() : line;
            joined.add(waiting);
            return joined;
        });
    }

    private void run(TopicName topic, Runnable creation) {
        RuntimeException failure = null;
        try {
            creation.run();
        } catch (RuntimeException e) {
            failure = e;
        }
        Waiting waiting = next(topic);
        while (waiting != null) {
            waiting.accept(failure);
            waiting = next(topic);
        }
    }

    /** The next in line; with the last one gone the line ends, in one step, so that nobody joins it too late. */
    private @Nullable Waiting next(TopicName topic) {
        AtomicReference<@Nullable Waiting> head = new AtomicReference<>();
        lines.computeIfPresent(topic, (name, line) -> {
            head.set(line.poll());
            return head.get() == null ? null : line;
        });
        return head.get();
    }
}
