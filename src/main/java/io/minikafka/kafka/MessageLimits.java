package io.minikafka.kafka;

import io.minikafka.broker.BrokerException;
import io.minikafka.broker.BrokerException.Code;
import io.minikafka.store.Message;
import io.minikafka.store.TopicName;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/**
 * How large a message may be in each topic, as far as it is known. Refused before they are sent, too large messages harm
 * nobody: a producer that has one in a batch with others splits that batch again and again, in vain, until the others'
 * time is over. Safe for use by many threads.
 */
final class MessageLimits {
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** A batch of one record with everything but its key and value left out: no less is counted by Kafka. */
    private static final int LEAST_FRAMING_BYTES = 61 + 7;

    private final Admin admin;
    private final int timeoutMillis;
    private final boolean compressed;
    private final Map<TopicName, Known> known = new ConcurrentHashMap<>();

    private record Known(int bytes, long sinceNanos) {}

    MessageLimits(Admin admin, KafkaSettings settings) {
        this.admin = admin;
        this.timeoutMillis = settings.requestTimeoutMillis();
        // Then only Kafka can tell, since the limit counts compressed bytes.
        this.compressed = !"none".equals(settings.producer().getOrDefault("compression.type", "none"));
    }

    /** @throws BrokerException when one of the messages is known to be too large */
    void check(TopicName topic, List<Message> messages) {
        Known limit = compressed ? null : known.get(topic);
        if (limit == null) {
            return;
        }
        for (Message message : messages) {
            long size = message.value().length()
                    + (message.key() == null ? 0 : message.key().length());
            if (size + LEAST_FRAMING_BYTES > limit.bytes()) {
                if (System.nanoTime() - limit.sinceNanos() > FRESH_NANOS) {
                    // In case it has been raised.
                    var unused = learn(topic);
                }
                throw refusal(topic, message.size(), limit);
            }
        }
    }

    /** Asks for the topic's limit; the future completes, normally in any case, when it is known or cannot be. */
    CompletableFuture<Void> learn(TopicName topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.value());
        try {
            return KafkaFutures.of(admin.describeConfigs(
                                    List.of(resource), new DescribeConfigsOptions().timeoutMs(timeoutMillis))
                            .all())
                    .handle((configs, failure) -> {
                        Integer limit = configs == null ? null : limit(configs.get(resource));
                        if (limit != null) {
                            known.put(topic, new Known(limit, System.nanoTime()));
                        }
                        return null;
                    });
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(null);
        }
    }

    private static @Nullable Integer limit(@Nullable Config config) {
        ConfigEntry entry = config == null ? null : config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
        return entry == null || entry.value() == null ? null : Integer.valueOf(entry.value());
    }

    /** Fails the future, of a message that Kafka has found too large, with both numbers or with the one that is known. */
    void explain(TopicName topic, long size, CompletableFuture<?> refused) {
        learn(topic)
                .whenComplete(
                        (nothing, failure) -> refused.completeExceptionally(refusal(topic, size, known.get(topic))));
    }

    private static BrokerException refusal(TopicName topic, long size, @Nullable Known limit) {
        return new BrokerException(
                Code.MESSAGE_TOO_LARGE,
                "The message has " + size + " bytes; Kafka's limit for the topic '" + topic
                        + "' (max.message.bytes) is "
                        + (limit == null ? "smaller" : limit.bytes() + ", the framing included"));
    }
}
