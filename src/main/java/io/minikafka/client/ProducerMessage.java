package io.minikafka.client;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message to produce.
 *
 * @param key equal keys of a topic go to one partition, the one Kafka's default partitioner picks; null for none
 * @param value may be empty
 * @param headers in the order in which readers get them
 * @param partition the partition to append to, from 0, whatever the key; null leaves it to the key, or without one to
 *     the server
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody; a copy a message would cost more than it protects.
public record ProducerMessage(
        byte @Nullable [] key,
        byte[] value,
        List<MessageHeader> headers,
        @Nullable Integer partition) {

    public static ProducerMessage of(byte[] value) {
        return new ProducerMessage(null, value, List.of(), null);
    }

    public static ProducerMessage of(byte @Nullable [] key, byte[] value) {
        return new ProducerMessage(key, value, List.of(), null);
    }

    /** The text in UTF-8. */
    public static ProducerMessage utf8(String value) {
        return of(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Key and value in UTF-8. */
    public static ProducerMessage utf8(String key, String value) {
        return of(key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
    }

    public ProducerMessage withHeaders(List<MessageHeader> replacement) {
        return new ProducerMessage(key, value, replacement, partition);
    }

    public ProducerMessage withPartition(int chosen) {
        return new ProducerMessage(key, value, headers, chosen);
    }
}
