package io.minikafka.kafka;

import io.minikafka.group.StartAt;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.jspecify.annotations.Nullable;

/**
 * Where a group's consumer goes on when Kafka cannot tell: where nothing is committed, where what was committed has left.
 * Kafka would move in silence; here somebody hears of what was passed over. For the consumer's thread only.
 */
final class Positions {
    private final Consumer<byte[], byte[]> consumer;
    private final StartAt startAt;
    private final Duration timeout;

    /** The ends of the partitions that were there at first; all others came later and are read whole. */
    private final Map<org.apache.kafka.common.TopicPartition, Long> firstEnds = new HashMap<>();

    Positions(Consumer<byte[], byte[]> consumer, StartAt startAt, Duration timeout) {
        this.consumer = consumer;
        this.startAt = startAt;
        this.timeout = timeout;
    }

    /**
     * Notes what is there before the member reads for the first time, where that makes a difference; so that what is
     * produced from then on is not missed, however long it takes to get a partition.
     */
    void note(Collection<TopicName> topics) {
        if (startAt != StartAt.LATEST) {
            return;
        }
        try {
            List<org.apache.kafka.common.TopicPartition> there = new ArrayList<>();
            for (TopicName topic : topics) {
                List<PartitionInfo> partitions = consumer.partitionsFor(topic.value(), timeout);
                if (partitions != null) {
                    partitions.forEach(partition -> there.add(
                            new org.apache.kafka.common.TopicPartition(partition.topic(), partition.partition())));
                }
            }
            firstEnds.putAll(consumer.endOffsets(there, timeout));
        } catch (KafkaException e) {
            // Away, or forbidden, as the first poll will tell. What is found later is read whole: nothing is missed.
        }
    }

    /**
     * Moves the consumer on after a poll's failure.
     *
     * @return how many messages had left, by partition; null when the failure is of another kind
     */
    @Nullable
    Map<TopicPartition, Long> recover(KafkaException failure) {
        if (failure instanceof NoOffsetForPartitionException e) {
            start(e.partitions());
            return Map.of();
        }
        if (failure instanceof OffsetOutOfRangeException e) {
            return moveIntoRange(e.offsetOutOfRangePartitions());
        }
        return null;
    }

    private void start(Set<org.apache.kafka.common.TopicPartition> partitions) {
        Set<org.apache.kafka.common.TopicPartition> atBeginning = new HashSet<>(partitions);
        atBeginning.removeAll(firstEnds.keySet());
        if (!atBeginning.isEmpty()) {
            consumer.beginningOffsets(atBeginning, timeout).forEach(consumer::seek);
        }
        Map<org.apache.kafka.common.TopicPartition, OffsetAndMetadata> ends = new HashMap<>();
        for (org.apache.kafka.common.TopicPartition partition : partitions) {
            Long end = firstEnds.get(partition);
            if (end != null) {
                ends.put(partition, new OffsetAndMetadata(end));
            }
        }
        if (!ends.isEmpty()) {
            // So that what comes while no member is there is not lost to the group.
            consumer.commitSync(ends, timeout);
            ends.forEach(consumer::seek);
        }
    }

    private Map<TopicPartition, Long> moveIntoRange(Map<org.apache.kafka.common.TopicPartition, Long> positions) {
        Map<TopicPartition, Long> skipped = new HashMap<>();
        Map<org.apache.kafka.common.TopicPartition, Long> beginnings =
                consumer.beginningOffsets(positions.keySet(), timeout);
        positions.forEach((partition, position) -> {
            long beginning = beginnings.getOrDefault(partition, 0L);
            if (position < beginning) {
                skipped.put(Records.of(partition), beginning - position);
            }
            // From beyond the end, too: the topic is not the one that was committed for.
            consumer.seek(partition, beginning);
        });
        return skipped;
    }
}
