package io.minikafka.client.autoconfigure;

import io.minikafka.client.Delivery;
import io.minikafka.client.ProducerOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How messages are sent.
 *
 * @param defaultTopic Topic of messages that name none.
 * @param delivery What becomes of messages that were not acknowledged when the connection broke: at-least-once sends them
 *     again, at-most-once fails them.
 * @param bufferSize Bound on what is accepted and not yet acknowledged, for each topic; a full buffer blocks senders.
 * @param maxBatchSize What one request to the server gathers.
 * @param maxBlock How long a sender waits for room in the buffer before its message fails.
 * @param deliveryTimeout How long a message may be on its way, resending included, before it fails.
 * @param idleTimeout How long a topic's stream to the server is kept unused, at least.
 */
public record ProducerProperties(
        @Nullable String defaultTopic,
        @DefaultValue("at-least-once") Delivery delivery,
        @DefaultValue("16MB") DataSize bufferSize,
        @DefaultValue("64KB") DataSize maxBatchSize,
        @DefaultValue("60s") Duration maxBlock,
        @DefaultValue("2m") Duration deliveryTimeout,
        @DefaultValue("5m") Duration idleTimeout) {
    private static final DataSize GREATEST_BATCH = DataSize.ofGigabytes(1);
    private static final DataSize GREATEST_BUFFER = DataSize.ofTerabytes(1);

    public ProducerProperties {
        defaultTopic = defaultTopic == null || defaultTopic.isBlank() ? null : defaultTopic;
        Setting.requireWithin("producer.buffer-size", bufferSize, GREATEST_BUFFER);
        Setting.requireWithin("producer.max-batch-size", maxBatchSize, GREATEST_BATCH);
        Setting.requireNotNegative("producer.max-block", maxBlock);
        Setting.requirePositive("producer.delivery-timeout", deliveryTimeout);
        Setting.requirePositive("producer.idle-timeout", idleTimeout);
    }

    ProducerOptions options() {
        return new ProducerOptions(
                delivery, bufferSize.toBytes(), Math.toIntExact(maxBatchSize.toBytes()), maxBlock, deliveryTimeout);
    }
}
