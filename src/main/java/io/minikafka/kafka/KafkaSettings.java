package io.minikafka.kafka;

import io.minikafka.store.InvalidArgumentException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How the broker uses its cluster.
 *
 * @param producer settings of the producer, by the names of Kafka's Java client; what the broker relies on it sets itself
 * @param consumer the same for consumers, of groups and others
 * @param admin the same for administration
 * @param replicationFactor of topics the broker creates; {@link #CLUSTER_DEFAULT} leaves it to the cluster
 * @param requestTimeout how long Kafka may take for what a caller waits for: finding a topic, a place in the producer's
 *     buffer, an answer to a question. What is in the buffer has Kafka's own {@code delivery.timeout.ms}
 * @param maxReaders how many reads without a group may be under way at the same time, each with a consumer of its own
 */
public record KafkaSettings(
        Map<String, Object> producer,
        Map<String, Object> consumer,
        Map<String, Object> admin,
        short replicationFactor,
        Duration requestTimeout,
        int maxReaders) {
    /** The replication factor is the cluster's default. */
    public static final short CLUSTER_DEFAULT = -1;

    /** 10 seconds. */
    public static final Duration DEFAULT_REQUEST_TIMEOUT = Duration.ofSeconds(10);

    public static final int DEFAULT_MAX_READERS = 200;

    public KafkaSettings {
        producer = Map.copyOf(producer);
        consumer = Map.copyOf(consumer);
        admin = Map.copyOf(admin);
        if (replicationFactor < 1 && replicationFactor != CLUSTER_DEFAULT) {
            throw new InvalidArgumentException(
                    "replication factor", Short.toString(replicationFactor), "1 or more, or -1 for the cluster's");
        }
        if (requestTimeout.compareTo(Duration.ofMillis(1)) < 0) {
            throw new InvalidArgumentException("request timeout", requestTimeout.toString(), "1 ms or longer");
        }
        if (maxReaders < 1) {
            throw new InvalidArgumentException("number of readers", Integer.toString(maxReaders), "1 or more");
        }
    }

    /** For a cluster that needs nothing but its address. */
    public static KafkaSettings of(String bootstrapServers) {
        Map<String, Object> address = Map.of("bootstrap.servers", bootstrapServers);
        return new KafkaSettings(
                address, address, address, CLUSTER_DEFAULT, DEFAULT_REQUEST_TIMEOUT, DEFAULT_MAX_READERS);
    }

    /** Where the cluster is, as {@code host:port,host:port}; for people. */
    public String bootstrapServers() {
        Object servers = producer.getOrDefault("bootstrap.servers", "");
        return servers instanceof Collection<?> several
                ? several.stream().map(String::valueOf).collect(Collectors.joining(","))
                : servers.toString();
    }

    /** How long the producer may take for what it has accepted. */
    Duration deliveryTimeout() {
        Object users = producer.get("delivery.timeout.ms");
        return users == null
                ? requestTimeout.multipliedBy(3)
                : Duration.ofMillis(Long.parseLong(users.toString().trim()));
    }

    int requestTimeoutMillis() {
        return Math.toIntExact(Math.min(requestTimeout.toMillis(), Integer.MAX_VALUE));
    }
}
