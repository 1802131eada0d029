package io.minikafka.kafka;

import io.minikafka.broker.SkipReport;
import io.minikafka.group.GroupName;
import io.minikafka.store.TopicPartition;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many messages left by retention before a group had read them, as far as members of this server met them. Safe for
 * use by many threads.
 */
final class SkippedMessages {
    private record Place(GroupName group, TopicPartition partition) {}

    private final SkipReport report = new SkipReport(System::nanoTime);
    private final Map<Place, LongAdder> counts = new ConcurrentHashMap<>();

    /** Counts, and warns in the log. */
    void add(GroupName group, TopicPartition partition, long messages) {
        report.skipped(group, partition, messages);
        counts.computeIfAbsent(new Place(group, partition), place -> new LongAdder())
                .add(messages);
    }

    long of(GroupName group, TopicPartition partition) {
        LongAdder count = counts.get(new Place(group, partition));
        return count == null ? 0 : count.sum();
    }

    void forget(GroupName group) {
        counts.keySet().removeIf(place -> place.group().equals(group));
    }
}
