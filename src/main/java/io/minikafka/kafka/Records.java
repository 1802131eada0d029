package io.minikafka.kafka;

import io.minikafka.store.Bytes;
import io.minikafka.store.Header;
import io.minikafka.store.Message;
import io.minikafka.store.StoredMessage;
import io.minikafka.store.TopicPartition;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Our messages and Kafka's records. A record without a value, which Kafka takes for a deletion, becomes a message with
 * an empty one; ours always have a value.
 */
final class Records {
    private Records() {}

    /** @param partition null leaves the choice to Kafka's default partitioner */
    static ProducerRecord<byte[], byte[]> of(String topic, @Nullable Integer partition, Message message) {
        Bytes key = message.key();
        return new ProducerRecord<>(
                topic,
                partition,
                null,
                key == null ? null : array(key),
                array(message.value()),
                message.headers().isEmpty() ? null : headers(message.headers()));
    }

    private static RecordHeaders headers(List<Header> headers) {
        RecordHeaders converted = new RecordHeaders();
        headers.forEach(header -> converted.add(new RecordHeader(header.name(), array(header.value()))));
        return converted;
    }

    private static byte[] array(Bytes bytes) {
        return bytes.with((array, start, length) -> length == array.length ? array : bytes.toByteArray());
    }

    static StoredMessage message(ConsumerRecord<byte[], byte[]> record) {
        return new StoredMessage(
                record.offset(),
                Math.max(0, record.timestamp()),
                record.key() == null ? null : Bytes.wrap(record.key()),
                bytes(record.value()),
                headers(record.headers()));
    }

    private static List<Header> headers(org.apache.kafka.common.header.Headers headers) {
        List<Header> converted = new ArrayList<>();
        headers.forEach(header -> converted.add(new Header(header.key(), bytes(header.value()))));
        return List.copyOf(converted);
    }

    private static Bytes bytes(byte @Nullable [] array) {
        return array == null ? Bytes.EMPTY : Bytes.wrap(array);
    }

    static org.apache.kafka.common.TopicPartition of(TopicPartition partition) {
        return new org.apache.kafka.common.TopicPartition(partition.topic().value(), partition.partition());
    }

    static TopicPartition of(org.apache.kafka.common.TopicPartition partition) {
        return TopicPartition.of(partition.topic(), partition.partition());
    }
}
