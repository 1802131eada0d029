package io.minikafka.client.spring;

import io.micrometer.observation.ObservationRegistry;
import io.minikafka.client.MessageHeader;
import io.minikafka.client.MessagingClient;
import io.minikafka.client.ProducerMessage;
import io.minikafka.client.RecordMetadata;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;

/**
 * Sends objects to topics, over one {@link io.minikafka.client.Producer} a topic, which is made when the topic is first
 * sent to, shared by all threads and closed when it has not been used for a while. Safe for use by many threads.
 *
 * <p>With an {@link ObservationRegistry}, each send is an observation, {@code minikafka.template}, from the call until
 * the future completes; tracing makes a span of it and adds its context to the message's headers.
 *
 * <p>Closing it sends what was accepted, waits for the acknowledgements and leaves the client open.
 */
public final class MinikafkaTemplate implements MinikafkaOperations, AutoCloseable {
    private final TopicProducers producers;
    private final PayloadEncoder encoder;
    private final SendObservations observations;
    private final @Nullable String defaultTopic;

    MinikafkaTemplate(
            TopicProducers producers,
            PayloadEncoder encoder,
            SendObservations observations,
            @Nullable String defaultTopic) {
        this.producers = producers;
        this.encoder = encoder;
        this.observations = observations;
        this.defaultTopic = defaultTopic;
    }

    /** A template with the defaults: no default topic, no observations. */
    public static MinikafkaTemplate of(MessagingClient client) {
        return builder(client).build();
    }

    public static MinikafkaTemplateBuilder builder(MessagingClient client) {
        return new MinikafkaTemplateBuilder(client);
    }

    @Override
    public CompletableFuture<RecordMetadata> send(String topic, Object payload) {
        return send(topic, null, payload, List.of());
    }

    @Override
    public CompletableFuture<RecordMetadata> send(String topic, String key, Object payload) {
        return send(topic, utf8(key), payload, List.of());
    }

    @Override
    public CompletableFuture<RecordMetadata> send(String topic, byte[] key, Object payload) {
        return send(topic, key, payload, List.of());
    }

    @Override
    public CompletableFuture<RecordMetadata> send(String topic, String key, Object payload, Map<String, ?> headers) {
        return send(topic, utf8(key), payload, HeaderEncoder.encode(headers));
    }

    @Override
    public CompletableFuture<RecordMetadata> send(Message<?> message) {
        String topic = MessageAddress.topic(message);
        return dispatch(topic == null ? requireDefaultTopic() : topic, encode(message, null));
    }

    @Override
    public CompletableFuture<RecordMetadata> sendDefault(Object payload) {
        return send(requireDefaultTopic(), payload);
    }

    @Override
    public CompletableFuture<RecordMetadata> sendDefault(String key, Object payload) {
        return send(requireDefaultTopic(), key, payload);
    }

    @Override
    public void flush() {
        producers.flush();
    }

    /** Idempotent. What is not acknowledged within the delivery timeout fails. */
    @Override
    public void close() {
        producers.close();
    }

    /** @param headers what the caller adds to those that the payload brings */
    private CompletableFuture<RecordMetadata> send(
            String topic, byte @Nullable [] key, Object payload, List<MessageHeader> headers) {
        if (payload instanceof byte[] bytes) {
            return dispatch(topic, new ProducerMessage(key, bytes, headers, null));
        }
        if (payload instanceof ProducerMessage message) {
            return dispatch(
                    topic,
                    new ProducerMessage(
                            key == null ? message.key() : key,
                            message.value(),
                            HeaderEncoder.joined(message.headers(), headers),
                            message.partition()));
        }
        if (payload instanceof Message<?> message) {
            ProducerMessage encoded = encode(message, key);
            return dispatch(topic, encoded.withHeaders(HeaderEncoder.joined(encoded.headers(), headers)));
        }
        PayloadEncoder.Encoded encoded = encoder.encode(Objects.requireNonNull(payload, "payload"), null);
        List<MessageHeader> all = HeaderEncoder.joined(HeaderEncoder.encode(encoded.headers()), headers);
        return dispatch(topic, new ProducerMessage(key, encoded.value(), all, null));
    }

    private ProducerMessage encode(Message<?> message, byte @Nullable [] key) {
        PayloadEncoder.Encoded encoded = encoder.encode(message.getPayload(), message.getHeaders());
        return new ProducerMessage(
                key == null ? MessageAddress.key(message) : key,
                encoded.value(),
                HeaderEncoder.encode(encoded.headers()),
                MessageAddress.partition(message));
    }

    private CompletableFuture<RecordMetadata> dispatch(String topic, ProducerMessage message) {
        return observations.isNoop() ? producers.send(topic, message) : observations.send(producers, topic, message);
    }

    private String requireDefaultTopic() {
        if (defaultTopic == null) {
            throw new IllegalStateException(
                    "The message names no topic, and there is no default topic: name one, or set "
                            + "minikafka.client.producer.default-topic");
        }
        return defaultTopic;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
