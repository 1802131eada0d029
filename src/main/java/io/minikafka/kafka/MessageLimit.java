package io.minikafka.kafka;

import io.minikafka.broker.BrokerException;
import io.minikafka.broker.BrokerException.Code;
import io.minikafka.store.TopicName;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/** Finds out how large a message may be where Kafka said only that one is too large. */
final class MessageLimit {
    private final Admin admin;
    private final int timeoutMillis;

    MessageLimit(Admin admin, KafkaSettings settings) {
        this.admin = admin;
        this.timeoutMillis = settings.requestTimeoutMillis();
    }

    /** Fails the future with both numbers, or with the one that is known. */
    void explain(TopicName topic, long size, CompletableFuture<?> refused) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.value());
        try {
            KafkaFutures.of(admin.describeConfigs(
                                    List.of(resource), new DescribeConfigsOptions().timeoutMs(timeoutMillis))
                            .all())
                    .whenComplete((configs, failure) -> refused.completeExceptionally(
                            refusal(topic, size, configs == null ? null : configs.get(resource))));
        } catch (RuntimeException e) {
            refused.completeExceptionally(refusal(topic, size, null));
        }
    }

    private static BrokerException refusal(TopicName topic, long size, @Nullable Config config) {
        ConfigEntry entry = config == null ? null : config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
        String limit = entry == null || entry.value() == null ? "smaller" : entry.value() + " bytes with its framing";
        return new BrokerException(
                Code.MESSAGE_TOO_LARGE,
                "The message has " + size + " bytes; Kafka's limit for the topic '" + topic
                        + "' (max.message.bytes) is " + limit);
    }
}
