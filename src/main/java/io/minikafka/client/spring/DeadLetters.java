package io.minikafka.client.spring;

import io.minikafka.client.ConsumedMessage;
import io.minikafka.client.MessageHeader;
import io.minikafka.client.MessagingClient;
import io.minikafka.client.Producer;
import io.minikafka.client.ProducerMessage;
import io.minikafka.client.ProducerOptions;
import io.minikafka.client.RecordMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

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

    /** @return completes when all are stored, in order */
    CompletableFuture<List<RecordMetadata>> send(
            String topic, List<ConsumedMessage> messages, String group, Throwable failure) {
        boolean headers = client.supportsHeaders();
        List<ProducerMessage> letters = new ArrayList<>(messages.size());
        for (ConsumedMessage message : messages) {
            List<MessageHeader> told = headers ? DeadLetterHeaders.of(message, group, failure) : List.of();
            letters.add(ProducerMessage.of(message.key(), message.value()).withHeaders(told));
        }
        return producers
                .computeIfAbsent(topic, name -> client.producer(name, options))
                .sendAsync(letters);
    }
}
