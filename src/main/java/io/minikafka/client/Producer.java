package io.minikafka.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Sends messages to one topic, in the order of the calls. Safe for use by many threads, and best shared by them: what
 * gathers while earlier requests are under way leaves together.
 *
 * <p>What was sent and not acknowledged when a connection broke is sent again in order, or fails, as
 * {@link ProducerOptions#delivery()} says; what is sent again may be stored twice.
 *
 * <p>Futures complete in the order of the calls, on a thread of the client: what depends on them must not block, and in
 * particular must not wait for this producer. They fail with a {@link MinikafkaException}, in time:
 * {@link ProducerOptions#deliveryTimeout()} bounds it.
 */
public interface Producer extends AutoCloseable {
    String topic();

    /**
     * Sends one message without a key and waits until it is stored.
     *
     * @throws MinikafkaException when it is not, or when that is not known
     */
    default RecordMetadata send(byte[] value) {
        return send(ProducerMessage.of(value));
    }

    /**
     * Sends one message and waits until it is stored.
     *
     * @throws MinikafkaException when it is not, or when that is not known
     */
    default RecordMetadata send(ProducerMessage message) {
        return Futures.join(sendAsync(message));
    }

    /**
     * Sends messages and waits until all are stored; see {@link #sendAsync(List)}.
     *
     * @throws MinikafkaException when one is not, or when that is not known
     */
    default List<RecordMetadata> send(List<ProducerMessage> messages) {
        return Futures.join(sendAsync(messages));
    }

    /**
     * Sends one message. Blocks only while the producer's buffer is full, at most {@link ProducerOptions#maxBlock()}.
     *
     * @return completes when the message has its topic's durability
     * @throws MinikafkaException when the producer is closed
     */
    CompletableFuture<RecordMetadata> sendAsync(ProducerMessage message);

    /**
     * Sends messages in order; when the future fails, some of the list may be stored. Over gRPC they are one request or,
     * beyond {@link ProducerOptions#maxBatchBytes()}, several, and of a request all messages to one partition are stored
     * or none is. Blocks as {@link #sendAsync(ProducerMessage)} does.
     *
     * @return completes when all have the topic's durability, with one entry a message
     * @throws MinikafkaException when the producer is closed
     */
    CompletableFuture<List<RecordMetadata>> sendAsync(List<ProducerMessage> messages);

    /** Waits until every message sent before this call is settled; {@link ProducerOptions#deliveryTimeout()} bounds it. */
    void flush();

    /** How many messages have been sent again because their outcome was unknown: so many may be stored twice. */
    long resent();

    /**
     * Sends what was accepted, and waits for its acknowledgements, at most {@link ProducerOptions#deliveryTimeout()}. When
     * this returns all futures are complete, and what depends on them has run, unless that takes more than 5 s longer.
     * Idempotent.
     */
    @Override
    void close();

    /**
     * Like {@link #close()}, but what is not acknowledged in time fails, with {@link MinikafkaException.Kind#CLOSED} when
     * it was never sent and {@link MinikafkaException.Kind#OUTCOME_UNKNOWN} otherwise.
     */
    void close(Duration timeout);
}
