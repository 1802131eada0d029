package io.minikafka.kafka;

import io.minikafka.broker.BrokerOptions;
import io.minikafka.broker.SettingsChange;
import io.minikafka.store.TopicDescription;
import io.minikafka.store.TopicName;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;

/**
 * The cluster's topics, and what is known of them without asking. Nothing blocks; failures are a broker's. Safe for use
 * by many threads.
 */
final class KafkaTopics {
    private final Admin admin;
    private final KafkaSettings settings;
    private final BrokerOptions options;

    KafkaTopics(Admin admin, KafkaSettings settings, BrokerOptions options) {
        this.admin = admin;
        this.settings = settings;
        this.options = options;
    }

    /** The number of partitions, which may be known for some seconds already. */
    CompletableFuture<Integer> partitions(TopicName topic) {
        throw new UnsupportedOperationException();
    }

    /** The number of partitions as far as it is known without asking; 0 when it is not. */
    int knownPartitions(TopicName topic) {
        throw new UnsupportedOperationException();
    }

    /** Creates the topic with the defaults unless it exists; the number of partitions it has then. */
    CompletableFuture<Integer> createUnlessExists(TopicName topic, SettingsChange settings) {
        throw new UnsupportedOperationException();
    }

    CompletableFuture<TopicDescription> create(TopicName topic, SettingsChange settings) {
        throw new UnsupportedOperationException();
    }

    CompletableFuture<TopicDescription> update(TopicName topic, SettingsChange settings) {
        throw new UnsupportedOperationException();
    }

    CompletableFuture<Void> delete(TopicName topic) {
        throw new UnsupportedOperationException();
    }

    CompletableFuture<List<TopicName>> names() {
        throw new UnsupportedOperationException();
    }

    CompletableFuture<TopicDescription> describe(TopicName topic) {
        throw new UnsupportedOperationException();
    }

    /** Drops what is known of the topic: somebody found it to be otherwise. */
    void forget(TopicName topic) {
        throw new UnsupportedOperationException();
    }
}
