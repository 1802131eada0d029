package io.minikafka.kafka.export;

import io.minikafka.kafka.ByteClients;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * The cluster, and how to talk to it.
 *
 * @param settings of Kafka's Java clients, by their names; the export sets what its correctness needs above them, and
 *     what makes it fast below
 * @param timeout how long Kafka may take to answer a question; what is being produced has {@code delivery.timeout.ms}
 */
public record KafkaConnection(String bootstrapServers, Map<String, String> settings, Duration timeout) {
    private static final int BATCH_BYTES = 512 << 10;
    private static final int BUFFER_BYTES = 64 << 20;
    private static final int FETCH_BYTES = 4 << 20;
    private static final String DELIVERY_TIMEOUT_MILLIS = "120000";

    public KafkaConnection {
        settings = Map.copyOf(settings);
    }

    Admin admin() {
        Map<String, Object> config = base();
        config.put("default.api.timeout.ms", timeoutMillis());
        config.put("request.timeout.ms", timeoutMillis());
        try {
            return Admin.create(withSettings(config));
        } catch (RuntimeException e) {
            throw KafkaErrors.failure("connect", e);
        }
    }

    /**
     * Idempotent and waiting for all in-sync replicas, so that what a partition has is at every moment a beginning of what
     * was sent to it, in order and once.
     *
     * @param maxBatchBytes the cluster takes no larger ones
     */
    Producer<byte[], byte[]> producer(int maxBatchBytes) {
        Map<String, Object> config = base();
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, Math.min(BATCH_BYTES, maxBatchBytes));
        config.put(ProducerConfig.LINGER_MS_CONFIG, 20);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MILLIS);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, BUFFER_BYTES);
        // As long as a batch may take, since that is what a full buffer waits for.
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, deliveryTimeout().toMillis());
        withSettings(config);
        try {
            return ByteClients.producer(config);
        } catch (RuntimeException e) {
            throw KafkaErrors.failure("make a producer", e);
        }
    }

    /** How long the producer may take for what was sent. */
    Duration deliveryTimeout() {
        return Duration.ofMillis(Long.parseLong(
                settings.getOrDefault(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MILLIS)));
    }

    /** The greatest message the producer takes, in bytes as Kafka counts. */
    long producerLimit() {
        return Math.min(
                Long.parseLong(settings.getOrDefault(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, "" + BUFFER_BYTES)),
                Long.parseLong(settings.getOrDefault(ProducerConfig.BUFFER_MEMORY_CONFIG, "" + BUFFER_BYTES)));
    }

    /** Belongs to no group. */
    Consumer<byte[], byte[]> consumer() {
        Map<String, Object> config = base();
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeoutMillis());
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5000);
        withSettings(config);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        config.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        try {
            return ByteClients.consumer(config);
        } catch (RuntimeException e) {
            throw KafkaErrors.failure("make a consumer", e);
        }
    }

    private static Map<String, Object> base() {
        Map<String, Object> config = new HashMap<>();
        config.put("client.id", "minikafka-export");
        // Clients come and go too fast for JMX.
        config.put("metric.reporters", "");
        return config;
    }

    private Map<String, Object> withSettings(Map<String, Object> config) {
        config.putAll(settings);
        config.put("bootstrap.servers", bootstrapServers);
        return config;
    }

    private int timeoutMillis() {
        return (int) Math.max(1, Math.min(timeout.toMillis(), Integer.MAX_VALUE));
    }
}
