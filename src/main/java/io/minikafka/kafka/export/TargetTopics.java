package io.minikafka.kafka.export;

import io.minikafka.store.TopicName;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The cluster's topics, as far as an export needs them. Every method waits for the cluster's answer. */
final class TargetTopics {
    static final String CREATE_TIME = "CreateTime";

    private final Admin admin;

    TargetTopics(Admin admin) {
        this.admin = admin;
    }

    /** Those that exist. */
    Map<TopicName, TargetTopic> find(Collection<TopicName> names) {
        Map<TopicName, TargetTopic> found = new HashMap<>();
        Map<String, KafkaFuture<TopicDescription>> descriptions = admin.describeTopics(
                        names.stream().map(TopicName::value).toList())
                .topicNameValues();
        for (TopicName name : names) {
            KafkaFuture<TopicDescription> answer = descriptions.get(name.value());
            try {
                int partitions = answer == null ? 0 : answer.get().partitions().size();
                found.put(name, new TargetTopic(partitions, Map.of()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ExportException("The export was interrupted", e);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw KafkaErrors.failure("describe the topic '" + name + "'", e);
                }
            }
        }
        Map<String, Map<String, String>> configs = configs(found.keySet());
        found.replaceAll(
                (name, topic) -> new TargetTopic(topic.partitions(), configs.getOrDefault(name.value(), Map.of())));
        return found;
    }

    private Map<String, Map<String, String>> configs(Collection<TopicName> names) {
        List<ConfigResource> wanted = names.stream().map(TargetTopics::resource).toList();
        Map<ConfigResource, Config> configs = KafkaErrors.get(
                "tell the configuration of topics",
                admin.describeConfigs(wanted).all());
        return configs.entrySet().stream()
                .collect(Collectors.toMap(each -> each.getKey().name(), each -> values(each.getValue())));
    }

    private static Map<String, String> values(Config config) {
        return config.entries().stream()
                .filter(entry -> entry.value() != null)
                .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
    }

    /** Log start and log end offsets. */
    Map<TopicPartition, OffsetRange> offsets(Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> starts = offsets(partitions, OffsetSpec.earliest());
        Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec.latest());
        return partitions.stream()
                .collect(Collectors.toMap(
                        partition -> partition,
                        partition ->
                                new OffsetRange(starts.getOrDefault(partition, 0L), ends.getOrDefault(partition, 0L))));
    }

    private Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, OffsetSpec spec) {
        if (partitions.isEmpty()) {
            return Map.of();
        }
        Map<TopicPartition, OffsetSpec> asked =
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> spec));
        Map<TopicPartition, ListOffsetsResultInfo> answer = KafkaErrors.get(
                "tell the offsets of topics", admin.listOffsets(asked).all());
        return answer.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, each -> each.getValue().offset()));
    }

    /**
     * Creates the topic with the source's partitions and retention, keeping the messages' own times.
     *
     * @return its {@code max.message.bytes}
     */
    int create(SourceTopic topic, short replicationFactor) {
        CreateTopicsResult result = admin.createTopics(List.of(describe(topic, replicationFactor)));
        Config config = KafkaErrors.get(
                "create the topic '" + topic.name() + "'",
                result.config(topic.name().value()));
        return maxMessageBytes(values(config));
    }

    /** Whether the topic could be created; creates none. */
    void checkCreation(SourceTopic topic, short replicationFactor) {
        KafkaErrors.get(
                "create the topic '" + topic.name() + "'",
                admin.createTopics(
                                List.of(describe(topic, replicationFactor)),
                                new CreateTopicsOptions().validateOnly(true))
                        .all());
    }

    private static NewTopic describe(SourceTopic topic, short replicationFactor) {
        Optional<Short> replicas =
                replicationFactor == ExportOptions.CLUSTER_DEFAULT ? Optional.empty() : Optional.of(replicationFactor);
        long retentionBytes = topic.retentionBytes() == 0 ? -1 : topic.retentionBytes();
        return new NewTopic(topic.name().value(), Optional.of(topic.partitions().size()), replicas)
                .configs(Map.of(
                        TopicConfig.RETENTION_MS_CONFIG,
                        Long.toString(millis(topic)),
                        TopicConfig.RETENTION_BYTES_CONFIG,
                        Long.toString(retentionBytes),
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_DELETE,
                        TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                        CREATE_TIME));
    }

    private static long millis(SourceTopic topic) {
        try {
            return topic.retentionAge().toMillis();
        } catch (ArithmeticException longerThanKafkaCanCount) {
            return -1;
        }
    }

    static int maxMessageBytes(Map<String, String> config) {
        String value = config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
        return value == null ? Integer.MAX_VALUE : Integer.parseInt(value);
    }

    void setMaxMessageBytes(TopicName topic, int bytes) {
        ConfigEntry entry = new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(bytes));
        KafkaErrors.get(
                "raise " + TopicConfig.MAX_MESSAGE_BYTES_CONFIG + " of the topic '" + topic + "' to " + bytes,
                admin.incrementalAlterConfigs(
                                Map.of(resource(topic), List.of(new AlterConfigOp(entry, AlterConfigOp.OpType.SET))))
                        .all());
    }

    private static ConfigResource resource(TopicName topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic.value());
    }
}
