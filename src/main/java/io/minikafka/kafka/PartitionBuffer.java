package io.minikafka.kafka;

import io.minikafka.broker.Delivery;
import io.minikafka.broker.FetchLimits;
import io.minikafka.store.StoredMessage;
import io.minikafka.store.TopicPartition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A partition that a group's member has: what was fetched and not delivered, and how far its messages are delivered,
 * acknowledged and committed. Not safe for use by several threads.
 */
final class PartitionBuffer {
    /** What a record costs beyond its content, about; so that many empty ones count, too. */
    private static final int RECORD_OVERHEAD_BYTES = 64;

    private static final long NONE = -1;

    private final TopicPartition partition;
    private final ArrayDeque<ConsumerRecord<byte[], byte[]>> records = new ArrayDeque<>();
    private long bytes;
    private long skipped;

    /** Of the first message delivered: what is before is others' to acknowledge. */
    private long first = NONE;

    // Next offsets: behind the last message delivered, acknowledged, committed.
    private long delivered = NONE;
    private long acknowledged = NONE;
    private long committed = NONE;

    PartitionBuffer(TopicPartition partition) {
        this.partition = partition;
    }

    TopicPartition partition() {
        return partition;
    }

    boolean isEmpty() {
        return records.isEmpty();
    }

    int size() {
        return records.size();
    }

    long bytes() {
        return bytes;
    }

    void add(List<ConsumerRecord<byte[], byte[]>> fetched) {
        for (ConsumerRecord<byte[], byte[]> record : fetched) {
            records.add(record);
            bytes += size(record);
        }
    }

    private static long size(ConsumerRecord<byte[], byte[]> record) {
        return RECORD_OVERHEAD_BYTES
                + Math.max(0, record.serializedKeySize())
                + Math.max(0, record.serializedValueSize());
    }

    /** So many messages left by retention before they were read; the next delivery tells. */
    void skip(long messages) {
        skipped += messages;
    }

    /** The next messages, at least one; to be called when there are some. */
    Delivery take(FetchLimits limits) {
        List<StoredMessage> messages = new ArrayList<>(Math.min(records.size(), limits.maxMessages()));
        long size = 0;
        for (ConsumerRecord<byte[], byte[]> record = records.peek(); record != null; record = records.peek()) {
            size += size(record);
            if (messages.size() == limits.maxMessages() || (!messages.isEmpty() && size > limits.maxBytes())) {
                break;
            }
            records.remove();
            bytes -= size(record);
            first = first == NONE ? record.offset() : first;
            delivered = record.offset() + 1;
            messages.add(Records.message(record));
        }
        long left = skipped;
        skipped = 0;
        return new Delivery(partition, messages, left);
    }

    /** Forgets what is not delivered. */
    void clear() {
        records.clear();
        bytes = 0;
    }

    /** Notes that the offset and all before it are dealt with, as far as they were delivered here. */
    void acknowledge(long offset) {
        long next = Math.min(offset + 1, delivered);
        // Below is what the group has committed before, which never goes back.
        if (next > first) {
            acknowledged = Math.max(acknowledged, next);
        }
    }

    /** Whether everything that was delivered is acknowledged. */
    boolean isSettled() {
        return acknowledged == delivered;
    }

    /** What should be committed and is not. */
    OptionalLong toCommit() {
        return acknowledged > committed ? OptionalLong.of(acknowledged) : OptionalLong.empty();
    }

    void committed(long offset) {
        committed = Math.max(committed, offset);
    }
}
