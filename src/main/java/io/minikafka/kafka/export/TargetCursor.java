package io.minikafka.kafka.export;

import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Reads a range of a partition in Kafka, one message after the other. For one thread. */
final class TargetCursor implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Consumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final long end;
    private long start;
    private Iterator<ConsumerRecord<byte[], byte[]>> fetched = Collections.emptyIterator();

    /** @param end exclusive; everything before it is there, or gone by retention */
    TargetCursor(KafkaConnection kafka, TopicPartition partition, long start, long end) {
        this.consumer = kafka.consumer();
        this.partition = partition;
        this.start = start;
        this.end = end;
        consumer.assign(List.of(partition));
        consumer.seek(partition, start);
    }

    /** What is below this has left by retention, or lies before the range. */
    long start() {
        return start;
    }

    /** The next message; null at the end. */
    @Nullable
    ConsumerRecord<byte[], byte[]> next() {
        try {
            while (!fetched.hasNext()) {
                if (consumer.position(partition) >= end) {
                    return null;
                }
                fetch();
            }
        } catch (RuntimeException e) {
            throw KafkaErrors.failure("read " + partition, e);
        }
        ConsumerRecord<byte[], byte[]> record = fetched.next();
        return record.offset() < end ? record : null;
    }

    private void fetch() {
        long before = consumer.position(partition);
        try {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(PATIENCE);
            fetched = records.iterator();
            if (records.isEmpty() && consumer.position(partition) == before) {
                throw new ExportException("Kafka does not answer, asked to read " + partition + ": nothing came for "
                        + PATIENCE.toSeconds() + " s");
            }
        } catch (OffsetOutOfRangeException gone) {
            start = Math.min(end, consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, end));
            if (start <= before) {
                throw gone;
            }
            consumer.seek(partition, start);
        }
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(5)));
    }
}
