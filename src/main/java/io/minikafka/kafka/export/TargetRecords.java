package io.minikafka.kafka.export;

import io.minikafka.store.Bytes;
import io.minikafka.store.Header;
import io.minikafka.store.StoredMessage;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Our messages as Kafka's records. */
final class TargetRecords {
    /** What a batch of one record has besides key, value and headers, at most; and a header besides name and value. */
    private static final int BATCH_OVERHEAD = 128;

    private static final int HEADER_OVERHEAD = 10;

    private TargetRecords() {}

    static ProducerRecord<byte[], byte[]> of(TopicPartition partition, StoredMessage message) {
        Bytes key = message.key();
        return new ProducerRecord<>(
                partition.topic(),
                partition.partition(),
                message.timestamp(),
                key == null ? null : array(key),
                array(message.value()),
                message.headers().isEmpty() ? null : headers(message.headers()));
    }

    /** What the message takes in Kafka, uncompressed, at most. */
    static long bytes(StoredMessage message) {
        return message.size() + (long) HEADER_OVERHEAD * message.headers().size() + BATCH_OVERHEAD;
    }

    private static RecordHeaders headers(List<Header> headers) {
        RecordHeaders converted = new RecordHeaders();
        headers.forEach(header -> converted.add(new RecordHeader(header.name(), array(header.value()))));
        return converted;
    }

    private static byte[] array(Bytes bytes) {
        return bytes.with((array, start, length) -> length == array.length ? array : bytes.toByteArray());
    }
}
