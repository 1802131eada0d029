package io.minikafka.broker;

import io.minikafka.group.ReadPosition;
import io.minikafka.store.MessageStore;
import io.minikafka.store.ReadResult;
import io.minikafka.store.StoredMessage;
import io.minikafka.store.TopicPartition;
import java.util.List;

/**
 * A member's place in one of its partitions, with what was read ahead from there. Reads grow while they find messages, so
 * that a busy member reads in large batches and one that stops holds little. Not safe for use by several threads.
 */
final class PartitionCursor {
    private static final int FIRST_READ_BYTES = 8 << 10;
    private static final int LARGEST_READ_BYTES = 256 << 10;
    private static final int READ_MESSAGES = 4096;

    private final MessageStore store;
    private final TopicPartition partition;
    private final int epoch;
    private long offset;
    private List<StoredMessage> ahead = List.of();
    private int taken;
    private int readBytes = FIRST_READ_BYTES;
    private long untoldSkipped;

    /** Whether it stands in the line of those that may have messages. */
    boolean inLine;

    PartitionCursor(MessageStore store, ReadPosition position) {
        this.store = store;
        this.partition = position.partition();
        this.epoch = position.epoch();
        this.offset = position.offset();
    }

    TopicPartition partition() {
        return partition;
    }

    int epoch() {
        return epoch;
    }

    /** The next one to deliver. */
    long offset() {
        return offset;
    }

    boolean isAt(ReadPosition position) {
        return epoch == position.epoch() && offset == position.offset();
    }

    boolean isExhausted() {
        return taken == ahead.size();
    }

    /** Whether messages that are still retained have been read ahead. What expired meanwhile is dropped. */
    boolean hasMessages() {
        if (isExhausted()) {
            return false;
        }
        if (ahead.get(taken).offset() < store.logStartOffset(partition)) {
            drop();
            return false;
        }
        return true;
    }

    /**
     * Reads ahead.
     *
     * @return how many messages had left by retention; they come before what was read
     */
    long read(FetchLimits limits) {
        ReadResult result = store.read(
                partition,
                offset,
                Math.max(limits.maxMessages(), READ_MESSAGES),
                Math.max(limits.maxBytes(), readBytes));
        ahead = result.messages();
        taken = 0;
        readBytes = ahead.isEmpty() ? FIRST_READ_BYTES : Math.min(readBytes * 2, LARGEST_READ_BYTES);
        return result.skipped();
    }

    void skip(long skipped) {
        offset += skipped;
        untoldSkipped += skipped;
    }

    void moveTo(long next) {
        offset = next;
    }

    /** The next messages of those read ahead, at least one. */
    Delivery next(FetchLimits limits) {
        int end = taken + 1;
        long bytes = ahead.get(taken).size();
        while (end < ahead.size() && end - taken < limits.maxMessages()) {
            bytes += ahead.get(end).size();
            if (bytes > limits.maxBytes()) {
                break;
            }
            end++;
        }
        return new Delivery(partition, ahead.subList(taken, end), untoldSkipped);
    }

    /** That delivery is on its way. */
    void delivered(Delivery delivery) {
        taken += delivery.messages().size();
        offset = next(delivery);
        untoldSkipped = 0;
        if (isExhausted()) {
            drop();
        }
    }

    static long next(Delivery delivery) {
        List<StoredMessage> messages = delivery.messages();
        return messages.get(messages.size() - 1).offset() + 1;
    }

    private void drop() {
        ahead = List.of();
        taken = 0;
    }

    /** Whether something was appended since the last read found nothing. */
    boolean hasMore() {
        return store.logEndOffset(partition) != offset;
    }
}
