package io.minikafka.client.spring;

import io.minikafka.client.MinikafkaException;
import io.minikafka.client.ProducerMessage;
import io.minikafka.client.RecordMetadata;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConversionException;

/**
 * Sends objects to topics. Safe for use by many threads; each thread's messages to a topic keep their order.
 *
 * <p><b>Payloads</b>: {@code byte[]} as it is; else what the first of the application's
 * {@link org.springframework.messaging.converter.MessageConverter}s makes of it; a String in UTF-8; anything else as
 * JSON, where Jackson is there. A {@link ProducerMessage} is sent as it stands. A payload that is a {@link Message} is
 * sent with its headers, to the topic and with the key that the method names.
 *
 * <p><b>Headers</b>: bytes as they are; Strings, numbers, booleans, enums, dates and the like as text in UTF-8; each
 * element of a collection as a header of its own. Of a Spring {@link Message} those in {@link MinikafkaHeaders} say where
 * to send it, and Spring's own {@code id}, {@code timestamp} and reply channels stay here.
 *
 * <p><b>Results</b>: methods block only while the producer's buffer is full. Futures complete when the message has its
 * topic's durability, on a thread of the client: what depends on them must not block. They fail with a
 * {@link MinikafkaException}. What can be told at once is thrown instead: {@link MessageConversionException} for a
 * payload that nothing converts, {@link IllegalArgumentException} for a header or key of another type, and
 * {@link MinikafkaException} of kind {@code CLOSED} after the end.
 */
public interface MinikafkaOperations {
    CompletableFuture<RecordMetadata> send(String topic, Object payload);

    /** Messages of one key keep their order: they go to one partition. */
    CompletableFuture<RecordMetadata> send(String topic, String key, Object payload);

    CompletableFuture<RecordMetadata> send(String topic, byte[] key, Object payload);

    CompletableFuture<RecordMetadata> send(String topic, String key, Object payload, Map<String, ?> headers);

    /**
     * To the topic of the header {@link MinikafkaHeaders#TOPIC}, or the default topic, with
     * {@link MinikafkaHeaders#KEY} (a String or bytes) and to {@link MinikafkaHeaders#PARTITION} if they are there.
     *
     * @throws IllegalStateException when the message names no topic and there is no default
     */
    CompletableFuture<RecordMetadata> send(Message<?> message);

    /**
     * To the default topic.
     *
     * @throws IllegalStateException when there is none
     */
    CompletableFuture<RecordMetadata> sendDefault(Object payload);

    /**
     * To the default topic.
     *
     * @throws IllegalStateException when there is none
     */
    CompletableFuture<RecordMetadata> sendDefault(String key, Object payload);

    /** Waits until every message sent before this call is settled; the delivery timeout bounds it. */
    void flush();
}
