package io.minikafka.kafka;

import io.minikafka.broker.BrokerException;
import io.minikafka.broker.BrokerException.Code;
import io.minikafka.kafka.LogOffsets.Range;
import io.minikafka.store.StoredMessage;
import io.minikafka.store.TopicPartition;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.RecordDeserializationException;

/**
 * A consumer that reads one partition from some offset on, with the messages that it has fetched and nobody was given
 * yet. For one thread at a time, but for {@link #wakeUp()}.
 */
final class PartitionReader {
    // Else it waits for the answer to its last fetch, which the broker holds back while there is nothing.
    private static final CloseOptions AT_ONCE = CloseOptions.timeout(Duration.ZERO);

    // The client has no type of its own for what it says of damaged records.
    private static final List<String> DAMAGE = List.of(
            "Received exception when fetching the next record from",
            "Encountered corrupt message when fetching offset");

    private final KafkaClients clients;
    private final Consumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final Uuid topicId;
    private final org.apache.kafka.common.TopicPartition assigned;
    private final Queue<StoredMessage> held = new ArrayDeque<>();

    /** Of the consumer: behind what is held. */
    private long position;

    /** Of who is given the messages. */
    private long nextOffset;

    private long logStartOffset;
    private long logEndOffset;

    /** @param range of the partition, which holds the offset */
    PartitionReader(
            KafkaClients clients,
            Consumer<byte[], byte[]> consumer,
            TopicPartition partition,
            Uuid topicId,
            long offset,
            Range range) {
        this.clients = clients;
        this.consumer = consumer;
        this.partition = partition;
        this.topicId = topicId;
        assigned = Records.of(partition);
        consumer.assign(List.of(assigned));
        moveTo(offset);
        learn(range);
    }

    TopicPartition partition() {
        return partition;
    }

    Uuid topicId() {
        return topicId;
    }

    /** What the next message given will have, if offsets have no gaps. */
    long nextOffset() {
        return nextOffset;
    }

    /** The offset the consumer fetches from next. */
    long position() {
        return position;
    }

    /** As far as this reader has learnt. */
    Range range() {
        return new Range(logStartOffset, Math.max(logEndOffset, position));
    }

    void learn(Range range) {
        logStartOffset = Math.max(logStartOffset, range.start());
        logEndOffset = Math.max(logEndOffset, range.end());
    }

    boolean holdsMessages() {
        return !held.isEmpty();
    }

    /** Goes on at another offset. */
    void moveTo(long offset) {
        consumer.seek(assigned, offset);
        held.clear();
        position = offset;
        nextOffset = offset;
    }

    /**
     * Waits for messages and holds them. May come back early, without any.
     *
     * @throws org.apache.kafka.clients.consumer.OffsetOutOfRangeException when the position is not there any more
     * @throws org.apache.kafka.common.errors.WakeupException when woken
     * @throws BrokerException with {@link Code#DATA_LOSS} when what comes next is damaged
     */
    void poll(Duration wait) {
        ConsumerRecords<byte[], byte[]> records;
        try {
            records = consumer.poll(wait);
        } catch (KafkaException e) {
            throw isDamage(e) ? damaged(e) : e;
        }
        for (ConsumerRecord<byte[], byte[]> each : records.records(assigned)) {
            held.add(Records.message(each));
        }
        OffsetAndMetadata next = records.nextOffsets().get(assigned);
        if (next != null) {
            position = next.offset();
        }
        consumer.currentLag(assigned).ifPresent(lag -> logEndOffset = Math.max(logEndOffset, position + lag));
    }

    private static boolean isDamage(KafkaException failure) {
        return failure instanceof CorruptRecordException
                || failure instanceof RecordDeserializationException
                || (failure.getClass() == KafkaException.class
                        && DAMAGE.stream().anyMatch(String.valueOf(failure.getMessage())::startsWith));
    }

    private BrokerException damaged(KafkaException failure) {
        Throwable reason = failure.getCause() == null ? failure : failure.getCause();
        return new BrokerException(
                Code.DATA_LOSS,
                "The messages of " + partition + " from offset " + position + " on are damaged in Kafka: "
                        + reason.getMessage(),
                failure);
    }

    /** Gives what is held, as far as there is room. */
    void giveTo(MessageBatch batch) {
        StoredMessage next = held.peek();
        while (next != null && batch.add(next)) {
            held.remove();
            nextOffset = next.offset() + 1;
            next = held.peek();
        }
    }

    /**
     * Has who finds nothing go on behind what is there without being a message: the markers of transactions, and what
     * compaction took.
     */
    void passOver() {
        if (held.isEmpty()) {
            nextOffset = position;
        }
    }

    /** Up to the first message that is not older than this, in milliseconds since the epoch. */
    void dropOlderThan(long timestamp) {
        StoredMessage next = held.peek();
        while (next != null && next.timestamp() < timestamp) {
            held.remove();
            nextOffset = next.offset() + 1;
            next = held.peek();
        }
    }

    /** Has the poll under way, or the next one, end with a {@link org.apache.kafka.common.errors.WakeupException}. */
    void wakeUp() {
        consumer.wakeup();
    }

    void close() {
        clients.closing(consumer);
        consumer.close(AT_ONCE);
    }
}
