package io.minikafka.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Makes Kafka's clients: the user's settings, with what this broker relies on set above them and what it thinks wise set
 * below. Making one does not connect. Whoever asks for a client closes it, through here. Safe for use by many threads.
 */
final class KafkaClients {
    /** The largest request of the producer, and so the largest batch. */
    static final int MAX_REQUEST_BYTES = 64 << 20;

    private final KafkaSettings settings;
    private final ClientListener listener;

    KafkaClients(KafkaSettings settings, ClientListener listener) {
        this.settings = settings;
        this.listener = listener;
    }

    KafkaSettings settings() {
        return settings;
    }

    /**
     * As {@link ByteClients} has it. Sending never blocks: what would have to wait for room or for a
     * topic's whereabouts fails at once with a {@link org.apache.kafka.common.errors.TimeoutException}.
     */
    Producer<byte[], byte[]> producer() {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, settings.requestTimeoutMillis());
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int)
                Math.min(settings.deliveryTimeout().toMillis(), Integer.MAX_VALUE));
        config.put(ProducerConfig.CLIENT_ID_CONFIG, "minikafka");
        // The topic says what is too large, not the client; within what a broker reads at all.
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
        config.putAll(settings.producer());
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0L);
        Producer<byte[], byte[]> producer = ByteClients.producer(config);
        listener.opened(producer);
        return producer;
    }

    /**
     * As {@link ByteClients} has it.
     *
     * @param overrides what this one has of its own, over the user's settings
     */
    Consumer<byte[], byte[]> consumer(Map<String, Object> overrides) {
        Map<String, Object> config = new HashMap<>();
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, "minikafka");
        // Topics and partitions that appear are found this soon.
        config.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 30_000);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, settings.apiTimeoutMillis(settings.consumer()));
        config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, settings.requestTimeoutMillis());
        config.putAll(settings.consumer());
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        config.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        // Consumers come and go with connections, too many and too fast for JMX.
        config.put("metric.reporters", "");
        config.putAll(overrides);
        Consumer<byte[], byte[]> consumer = ByteClients.consumer(config);
        listener.opened(consumer);
        return consumer;
    }

    Admin admin() {
        Map<String, Object> config = new HashMap<>();
        config.put("client.id", "minikafka");
        config.put("default.api.timeout.ms", settings.apiTimeoutMillis(settings.admin()));
        config.put("request.timeout.ms", settings.requestTimeoutMillis());
        config.putAll(settings.admin());
        Admin admin = Admin.create(config);
        listener.opened(admin);
        return admin;
    }

    /** Tells that the client is about to be closed, which remains the caller's to do. */
    void closing(AutoCloseable client) {
        listener.closing(client);
    }
}
