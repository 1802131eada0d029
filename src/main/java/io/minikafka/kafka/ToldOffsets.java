package io.minikafka.kafka;

import io.minikafka.kafka.LogOffsets.Range;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.Uuid;

/**
 * The latest that callers were told of where logs start and end. Readers learn of it at different times, and nobody may
 * see a log shrink. Safe for use by many threads.
 */
final class ToldOffsets {
    private record Told(Uuid topicId, Range range) {}

    private final Map<TopicPartition, Told> told = new ConcurrentHashMap<>();

    /** What to tell, by one who knows this. */
    Range tell(TopicPartition partition, Uuid topicId, Range known) {
        return told.merge(partition, new Told(topicId, known), ToldOffsets::later)
                .range();
    }

    /** A topic of another id is another topic: its log may well be shorter. */
    private static Told later(Told before, Told now) {
        if (!before.topicId().equals(now.topicId())) {
            return now;
        }
        Range range = before.range();
        if (range.start() >= now.range().start() && range.end() >= now.range().end()) {
            return before;
        }
        return new Told(
                now.topicId(),
                new Range(
                        Math.max(range.start(), now.range().start()),
                        Math.max(range.end(), now.range().end())));
    }

    void forget(TopicName topic) {
        told.keySet().removeIf(partition -> partition.topic().equals(topic));
    }
}
