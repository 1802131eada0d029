package io.minikafka.test;

import io.minikafka.store.TopicName;
import io.minikafka.store.TopicSettings;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.convert.DurationStyle;

/**
 * What an embedded server is like.
 *
 * @param topics created when the server starts and when it is reset
 * @param partitions of every topic that is created without settings of its own
 * @param retentionTime how long messages are kept, by the server's clock; from 1 ms
 * @param redis whether there is a Redis door
 */
public record EmbeddedMinikafkaOptions(List<String> topics, int partitions, Duration retentionTime, boolean redis) {
    /** No topics, one partition, 7 days, no Redis door. */
    public static final EmbeddedMinikafkaOptions DEFAULT =
            new EmbeddedMinikafkaOptions(List.of(), 1, Duration.ofDays(7), false);

    /** @throws io.minikafka.store.StoreException when a value is out of its bounds; the message says what is accepted */
    public EmbeddedMinikafkaOptions {
        topics = topics.stream().distinct().toList();
        topics.forEach(TopicName::of);
        settings(partitions, retentionTime);
    }

    static EmbeddedMinikafkaOptions of(EmbeddedMinikafka annotation) {
        return new EmbeddedMinikafkaOptions(
                List.of(annotation.topics()),
                annotation.partitions(),
                retentionTime(annotation.retentionTime()),
                annotation.redis());
    }

    private static Duration retentionTime(String text) {
        try {
            return DurationStyle.detectAndParse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The retentionTime of @EmbeddedMinikafka is '" + text
                            + "'; accepted is a number with one of the units ns, us, ms, s, m, h and d, or ISO-8601 such"
                            + " as PT10M",
                    e);
        }
    }

    TopicSettings topicSettings() {
        return settings(partitions, retentionTime);
    }

    private static TopicSettings settings(int partitions, Duration retentionTime) {
        return TopicSettings.DEFAULT.withPartitions(partitions).withRetentionAge(retentionTime);
    }

    public EmbeddedMinikafkaOptions withTopics(String... value) {
        return new EmbeddedMinikafkaOptions(List.of(value), partitions, retentionTime, redis);
    }

    public EmbeddedMinikafkaOptions withPartitions(int value) {
        return new EmbeddedMinikafkaOptions(topics, value, retentionTime, redis);
    }

    public EmbeddedMinikafkaOptions withRetentionTime(Duration value) {
        return new EmbeddedMinikafkaOptions(topics, partitions, value, redis);
    }

    public EmbeddedMinikafkaOptions withRedis() {
        return new EmbeddedMinikafkaOptions(topics, partitions, retentionTime, true);
    }
}
