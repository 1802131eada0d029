package io.minikafka.kafka;

import io.minikafka.kafka.LogOffsets.Range;
import io.minikafka.store.TopicDescription;
import io.minikafka.store.TopicDescription.PartitionDescription;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;

/**
 * Puts a topic's description together from what Kafka tells in several places. The bytes are the leader's, 0 where Kafka
 * does not tell them. Nothing blocks. Safe for use by many threads.
 */
final class TopicDescriber {
    private final Admin admin;
    private final LogOffsets offsets;
    private final LogSizes sizes;

    /** What the cluster says of a topic as such. */
    record Metadata(org.apache.kafka.clients.admin.TopicDescription topic, Config config) {}

    TopicDescriber(Admin admin, LogOffsets offsets) {
        this.admin = admin;
        this.offsets = offsets;
        this.sizes = new LogSizes(admin);
    }

    CompletableFuture<org.apache.kafka.clients.admin.TopicDescription> topic(TopicName name) {
        var answers = admin.describeTopics(List.of(name.value())).topicNameValues();
        return TopicFailures.naming(name, KafkaFutures.of(Objects.requireNonNull(answers.get(name.value()))));
    }

    CompletableFuture<Metadata> metadata(TopicName name) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name.value());
        var answers = admin.describeConfigs(List.of(resource)).values();
        CompletableFuture<Config> config =
                TopicFailures.naming(name, KafkaFutures.of(Objects.requireNonNull(answers.get(resource))));
        return topic(name).thenCombine(config, Metadata::new);
    }

    CompletableFuture<TopicDescription> describe(TopicName name, Metadata metadata) {
        List<TopicPartitionInfo> infos = metadata.topic().partitions();
        List<TopicPartition> partitions = infos.stream()
                .map(info -> new TopicPartition(name, info.partition()))
                .toList();
        CompletableFuture<Map<TopicPartition, Range>> ranges = offsets.ranges(partitions);
        CompletableFuture<Map<TopicPartition, ListOffsetsResultInfo>> oldest = offsets.atTimestamp(partitions, 0);
        CompletableFuture<Map<org.apache.kafka.common.TopicPartition, Long>> bytes = leaderSizes(name, infos);
        return CompletableFuture.allOf(ranges, oldest, bytes)
                .thenApply(nothing -> new TopicDescription(
                        name,
                        TopicConfigs.settings(partitions.size(), metadata.config()),
                        partitions.stream()
                                .map(partition -> describe(
                                        partition,
                                        Objects.requireNonNull(ranges.join().get(partition)),
                                        bytes.join().getOrDefault(Records.of(partition), 0L),
                                        Objects.requireNonNull(oldest.join().get(partition))))
                                .toList()));
    }

    private static PartitionDescription describe(
            TopicPartition partition, Range range, long bytes, ListOffsetsResultInfo oldest) {
        return new PartitionDescription(
                partition.partition(), range.start(), range.end(), bytes, oldestMessage(range, oldest));
    }

    private static @Nullable Instant oldestMessage(Range range, ListOffsetsResultInfo oldest) {
        boolean none = range.start() == range.end() || oldest.offset() < 0;
        return none ? null : Instant.ofEpochMilli(oldest.timestamp());
    }

    private CompletableFuture<Map<org.apache.kafka.common.TopicPartition, Long>> leaderSizes(
            TopicName name, List<TopicPartitionInfo> infos) {
        Map<Integer, List<org.apache.kafka.common.TopicPartition>> led = new HashMap<>();
        for (TopicPartitionInfo info : infos) {
            Node leader = info.leader();
            if (leader != null && !leader.isEmpty()) {
                led.computeIfAbsent(leader.id(), id -> new ArrayList<>())
                        .add(new org.apache.kafka.common.TopicPartition(name.value(), info.partition()));
            }
        }
        CompletableFuture<Map<org.apache.kafka.common.TopicPartition, Long>> all =
                CompletableFuture.completedFuture(Map.of());
        for (Map.Entry<Integer, List<org.apache.kafka.common.TopicPartition>> entry : led.entrySet()) {
            all = all.thenCombine(sizes.of(entry.getKey()), (known, more) -> {
                Map<org.apache.kafka.common.TopicPartition, Long> both = new HashMap<>(known);
                entry.getValue().forEach(partition -> both.put(partition, more.getOrDefault(partition, 0L)));
                return both;
            });
        }
        return all;
    }
}
