package io.minikafka.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many bytes a broker holds of each partition. Kafka tells that only for all of a broker's partitions at once, and not
 * to everybody: whoever may not know learns of none. Safe for use by many threads.
 */
final class LogSizes {
    private static final Logger log = LoggerFactory.getLogger(KafkaBroker.class);

    private final Admin admin;
    private final SharedRequests<Integer, Map<TopicPartition, Long>> requests = new SharedRequests<>();

    LogSizes(Admin admin) {
        this.admin = admin;
    }

    /** Without those that are not known; never fails. */
    CompletableFuture<Map<TopicPartition, Long>> of(int broker) {
        return requests.ask(broker, () -> request(broker)).exceptionally(failure -> {
            log.debug("Kafka's broker {} does not tell the sizes of its partitions", broker, failure);
            return Map.of();
        });
    }

    private CompletableFuture<Map<TopicPartition, Long>> request(int broker) {
        var answers = admin.describeLogDirs(List.of(broker)).descriptions();
        return KafkaFutures.of(Objects.requireNonNull(answers.get(broker))).thenApply(LogSizes::sizes);
    }

    private static Map<TopicPartition, Long> sizes(Map<String, LogDirDescription> directories) {
        Map<TopicPartition, Long> sizes = new HashMap<>();
        directories
                .values()
                .forEach(directory -> directory.replicaInfos().forEach((partition, replica) -> {
                    // A future replica is on its way to another directory of the broker; its log is there twice until
                    // then.
                    if (!replica.isFuture()) {
                        sizes.put(partition, replica.size());
                    }
                }));
        return sizes;
    }
}
