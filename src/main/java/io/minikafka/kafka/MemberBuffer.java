package io.minikafka.kafka;

import io.minikafka.broker.Delivery;
import io.minikafka.broker.FetchLimits;
import io.minikafka.store.TopicPartition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * A member's partitions, which take turns. Bounded by whoever fills it: see {@link #isFull}. Not safe for use by several
 * threads.
 */
final class MemberBuffer {
    private static final int MOST_MESSAGES = 1_000;
    private static final long MOST_BYTES = 4 << 20;

    private final Map<TopicPartition, PartitionBuffer> partitions = new HashMap<>();
    private final Deque<PartitionBuffer> line = new ArrayDeque<>();
    private int messages;
    private long bytes;

    Set<TopicPartition> assignment() {
        return Set.copyOf(partitions.keySet());
    }

    @Nullable
    PartitionBuffer partition(TopicPartition partition) {
        return partitions.get(partition);
    }

    void assign(TopicPartition partition) {
        partitions.putIfAbsent(partition, new PartitionBuffer(partition));
    }

    void remove(TopicPartition partition) {
        drop(partition);
        partitions.remove(partition);
    }

    /** Forgets what is not delivered of the partition. */
    void drop(TopicPartition partition) {
        PartitionBuffer buffer = partitions.get(partition);
        if (buffer != null && !buffer.isEmpty()) {
            messages -= buffer.size();
            bytes -= buffer.bytes();
            line.remove(buffer);
            buffer.clear();
        }
    }

    void add(ConsumerRecords<byte[], byte[]> fetched) {
        for (org.apache.kafka.common.TopicPartition from : fetched.partitions()) {
            PartitionBuffer buffer = partitions.get(Records.of(from));
            if (buffer != null) {
                add(buffer, fetched.records(from));
            }
        }
    }

    private void add(PartitionBuffer buffer, List<ConsumerRecord<byte[], byte[]>> records) {
        if (buffer.isEmpty()) {
            line.add(buffer);
        }
        long before = buffer.bytes();
        buffer.add(records);
        messages += records.size();
        bytes += buffer.bytes() - before;
    }

    /** The next messages of the partition whose turn it is; null when there are none. */
    @Nullable
    Delivery take(FetchLimits limits) {
        PartitionBuffer buffer = line.poll();
        if (buffer == null) {
            return null;
        }
        long before = buffer.bytes();
        Delivery delivery = buffer.take(limits);
        messages -= delivery.messages().size();
        bytes -= before - buffer.bytes();
        if (!buffer.isEmpty()) {
            line.add(buffer);
        }
        return delivery;
    }

    /** Whether nothing more should be fetched. */
    boolean isFull() {
        return messages >= MOST_MESSAGES || bytes >= MOST_BYTES;
    }

    /** Whether more should be fetched again. */
    boolean isHalfEmpty() {
        return messages <= MOST_MESSAGES / 2 && bytes <= MOST_BYTES / 2;
    }

    /** Whether everything that was delivered of these is acknowledged. */
    boolean isSettled(Collection<TopicPartition> among) {
        return among.stream().map(partitions::get).allMatch(buffer -> buffer == null || buffer.isSettled());
    }

    /** What is acknowledged and not committed, of these partitions. */
    Map<org.apache.kafka.common.TopicPartition, OffsetAndMetadata> toCommit(Collection<TopicPartition> among) {
        Map<org.apache.kafka.common.TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (TopicPartition partition : among) {
            PartitionBuffer buffer = partitions.get(partition);
            if (buffer != null) {
                buffer.toCommit()
                        .ifPresent(offset -> offsets.put(Records.of(partition), new OffsetAndMetadata(offset)));
            }
        }
        return offsets;
    }

    Map<org.apache.kafka.common.TopicPartition, OffsetAndMetadata> toCommit() {
        return toCommit(new ArrayList<>(partitions.keySet()));
    }

    void committed(Map<org.apache.kafka.common.TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach((partition, offset) -> {
            PartitionBuffer buffer = partitions.get(Records.of(partition));
            if (buffer != null) {
                buffer.committed(offset.offset());
            }
        });
    }
}
