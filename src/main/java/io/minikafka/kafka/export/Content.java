package io.minikafka.kafka.export;

import io.minikafka.store.Bytes;
import io.minikafka.store.Header;
import io.minikafka.store.StoredMessage;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What must be the same on both sides, whatever the offset.
 *
 * @param value null in Kafka's deletions only, which no message of ours equals
 */
record Content(
        long timestamp, @Nullable Bytes key, @Nullable Bytes value, List<Field> headers) {
    /** A header; Kafka's may be without a value. */
    record Field(String name, @Nullable Bytes value) {}

    static Content of(StoredMessage message) {
        return new Content(message.timestamp(), message.key(), message.value(), fields(message.headers()));
    }

    static Content of(ConsumerRecord<byte[], byte[]> record) {
        List<Field> fields = new ArrayList<>();
        record.headers().forEach(header -> fields.add(new Field(header.key(), bytes(header.value()))));
        return new Content(record.timestamp(), bytes(record.key()), bytes(record.value()), fields);
    }

    private static List<Field> fields(List<Header> headers) {
        return headers.stream()
                .map(header -> new Field(header.name(), header.value()))
                .toList();
    }

    private static @Nullable Bytes bytes(byte @Nullable [] array) {
        return array == null ? null : Bytes.wrap(array);
    }
}
