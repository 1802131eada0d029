package io.minikafka.broker;

import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Who is to be told, once, of the next append to a partition.
 *
 * <p>An append costs one look into a map, and one hand-over to another thread when somebody watches, no matter how many:
 * the appending thread never runs what a watcher does. Safe for use by many threads.
 *
 * @param <W> a watcher
 */
final class AppendWatch<W> {
    private final ConcurrentHashMap<TopicPartition, Crowd<W>> crowds = new ConcurrentHashMap<>();
    private final Executor executor;
    private final Consumer<W> tell;

    AppendWatch(Executor executor, Consumer<W> tell) {
        this.executor = executor;
        this.tell = tell;
    }

    /** Whoever looks for messages after this misses no append. */
    void add(TopicPartition partition, W watcher) {
        crowds.compute(partition, (key, crowd) -> {
            Crowd<W> joined = crowd == null ? new Crowd<>() : crowd;
            joined.watchers.add(watcher);
            return joined;
        });
    }

    void remove(TopicPartition partition, W watcher) {
        crowds.computeIfPresent(partition, (key, crowd) -> {
            crowd.watchers.remove(watcher);
            return crowd.watchers.isEmpty() ? null : crowd;
        });
    }

    void appended(TopicPartition partition) {
        Crowd<W> crowd = crowds.get(partition);
        if (crowd != null && crowd.woken.compareAndSet(false, true)) {
            executor.execute(() -> {
                // Out of the map, the crowd does not change any more; those who go on watching form the next one.
                crowds.remove(partition, crowd);
                crowd.watchers.forEach(tell);
            });
        }
    }

    /** Takes all watchers of a partition out. */
    Set<W> removeAll(TopicPartition partition) {
        Crowd<W> crowd = crowds.remove(partition);
        return crowd == null ? Set.of() : crowd.watchers;
    }

    /** The watched partitions of a topic. */
    List<TopicPartition> partitionsOf(TopicName topic) {
        return crowds.keySet().stream()
                .filter(partition -> partition.topic().equals(topic))
                .toList();
    }

    /** All watched partitions. */
    Set<TopicPartition> partitions() {
        return crowds.keySet();
    }

    /** Watchers come and go only inside the map's atomic methods. */
    private static final class Crowd<W> {
        private final Set<W> watchers = new HashSet<>();
        private final AtomicBoolean woken = new AtomicBoolean();
    }
}
