package io.minikafka.kafka;

import io.minikafka.broker.FetchLimits;
import io.minikafka.broker.Start;
import io.minikafka.store.ReadResult;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.kafka.clients.admin.Admin;

/** Reading without a group. Nothing blocks; failures are a broker's. Safe for use by many threads. */
final class KafkaReads {
    private final KafkaClients clients;
    private final Admin admin;
    private final KafkaTopics topics;
    private final Executor threads;
    private final ScheduledExecutorService timer;

    KafkaReads(
            KafkaClients clients, Admin admin, KafkaTopics topics, Executor threads, ScheduledExecutorService timer) {
        this.clients = clients;
        this.admin = admin;
        this.topics = topics;
        this.threads = threads;
        this.timer = timer;
    }

    CompletableFuture<ReadResult> fetch(TopicPartition partition, Start start, FetchLimits limits, Duration maxWait) {
        throw new UnsupportedOperationException();
    }

    /** Ends the waits for this topic, which has just been deleted. */
    void deleted(TopicName topic) {
        throw new UnsupportedOperationException();
    }

    /** Ends all waits, and refuses new ones. */
    void drain() {
        throw new UnsupportedOperationException();
    }

    /** Closes the consumers; waits for those that are reading. */
    void close() {
        throw new UnsupportedOperationException();
    }
}
