package io.minikafka.client.spring;

import io.minikafka.client.ConsumedMessage;
import io.minikafka.client.MessageHeader;
import io.minikafka.client.MessagingClient;
import io.minikafka.client.MinikafkaException;
import io.minikafka.client.Producer;
import io.minikafka.client.ProducerMessage;
import io.minikafka.client.ProducerOptions;
import io.minikafka.client.RecordMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Stores what listeners have given up. Safe for use by many threads.
 *
 * <p>The producers live as long as the client, which closes them.
 */
final class DeadLetters {
    private final MessagingClient client;
    private final ProducerOptions options;
    private final Map<String, Producer> producers = new ConcurrentHashMap<>();

    DeadLetters(MessagingClient client, ProducerOptions options) {
        this.client = client;
        this.options = options;
    }

    /**
     * When the letters are refused, which may be because they are larger than their originals, they are sent once more
     * without what they say about themselves.
     *
     * @return completes when all are stored, in order
     */
    CompletableFuture<List<RecordMetadata>> send(
            String topic, List<ConsumedMessage> messages, String group, Throwable failure) {
        boolean headers = client.supportsHeaders();
        // Not on the client's thread, which must not be kept waiting.
        return send(topic, messages, message -> headers ? DeadLetterHeaders.of(message, group, failure) : List.of())
                .exceptionallyComposeAsync(refused -> headers && isInvalid(refused)
                        ? send(topic, messages, ConsumedMessage::headers)
                        : CompletableFuture.failedFuture(refused));
    }

    private static boolean isInvalid(Throwable refused) {
        Throwable cause =
                refused instanceof CompletionException && refused.getCause() != null ? refused.getCause() : refused;
        return cause instanceof MinikafkaException failure
                && failure.kind() == MinikafkaException.Kind.INVALID_ARGUMENT;
    }

    private CompletableFuture<List<RecordMetadata>> send(
            String topic, List<ConsumedMessage> messages, Function<ConsumedMessage, List<MessageHeader>> headers) {
        List<ProducerMessage> letters = new ArrayList<>(messages.size());
        for (ConsumedMessage message : messages) {
            letters.add(ProducerMessage.of(message.key(), message.value()).withHeaders(headers.apply(message)));
        }
        return producers
                .computeIfAbsent(topic, name -> client.producer(name, options))
                .sendAsync(letters);
    }
}
