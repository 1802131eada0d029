package io.minikafka.kafka;

import io.minikafka.kafka.LogOffsets.Range;
import io.minikafka.store.TopicPartition;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.Uuid;

/** Makes readers. What their settings name that is not said here is the user's. Safe for use by many threads. */
final class PartitionReaders {
    /** Of a partition, and so of a reader: it holds one such answer, and has asked for the next. */
    private static final int FETCH_BYTES = 512 << 10;

    private final KafkaClients clients;
    private final Map<String, Object> defaults = new HashMap<>();
    private final String clientId;
    private final AtomicLong made = new AtomicLong();

    PartitionReaders(KafkaClients clients) {
        this.clients = clients;
        Map<String, Object> users = clients.settings().consumer();
        clientId = users.getOrDefault(ConsumerConfig.CLIENT_ID_CONFIG, "minikafka") + "-reader-";
        defaults.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        defaults.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        // They are too short-lived for the cluster to learn anything from.
        defaults.put(ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        defaults.keySet().removeAll(users.keySet());
    }

    /** @param range of the partition, which holds the offset */
    PartitionReader open(TopicPartition partition, Uuid topicId, long offset, Range range) {
        Map<String, Object> overrides = new HashMap<>(defaults);
        overrides.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId + made.incrementAndGet());
        return new PartitionReader(clients, clients.consumer(overrides), partition, topicId, offset, range);
    }
}
