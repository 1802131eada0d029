package io.minikafka.kafka;

import io.minikafka.broker.BrokerOptions;
import io.minikafka.broker.Placement;
import io.minikafka.broker.ProduceResult;
import io.minikafka.store.Message;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.TopicName;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;

/** Producing. */
final class KafkaAppends {
    KafkaAppends(
            KafkaClients clients,
            KafkaTopics topics,
            BrokerOptions options,
            StoreLimits limits,
            ScheduledExecutorService timer) {}

    CompletableFuture<ProduceResult> produce(
            TopicName topic, List<Message> messages, Placement placement, Runnable accepted) {
        throw new UnsupportedOperationException();
    }

    void close(Duration patience) {}
}
