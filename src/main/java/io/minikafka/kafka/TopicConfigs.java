package io.minikafka.kafka;

import io.minikafka.store.Durability;
import io.minikafka.store.TopicSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/**
 * A topic's settings in Kafka's words, and back. Kafka deletes whole segments, never the one it writes to, so that a short
 * age or a small bound needs short segments: a tenth of each, where Kafka's own would be longer.
 */
final class TopicConfigs {
    /** What "without limit" is told as: 10,000 years, the longest that every door can say. */
    static final Duration UNLIMITED_AGE = Duration.ofSeconds(315_576_000_000L);

    private static final long UNLIMITED = -1;

    private static final long KAFKAS_SEGMENT_MILLIS = Duration.ofDays(7).toMillis();
    private static final long LEAST_SEGMENT_MILLIS = Duration.ofSeconds(10).toMillis();
    private static final long KAFKAS_SEGMENT_BYTES = 1L << 30;
    // A batch must fit its segment, and the producer sends no larger ones.
    private static final long LEAST_SEGMENT_BYTES = KafkaClients.MAX_REQUEST_BYTES;

    private TopicConfigs() {}

    /** For a new topic. Durability is the cluster's. */
    static Map<String, String> of(TopicSettings settings) {
        Map<String, String> configs = new HashMap<>(segments(settings));
        configs.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
        configs.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(age(settings)));
        configs.put(TopicConfig.RETENTION_BYTES_CONFIG, Long.toString(bytes(settings)));
        return configs;
    }

    private static long age(TopicSettings settings) {
        return settings.retentionAge().compareTo(UNLIMITED_AGE) >= 0
                ? UNLIMITED
                : settings.retentionAge().toMillis();
    }

    private static long bytes(TopicSettings settings) {
        return settings.retentionBytes() == TopicSettings.UNBOUNDED ? UNLIMITED : settings.retentionBytes();
    }

    private static Map<String, String> segments(TopicSettings settings) {
        Map<String, String> segments = new HashMap<>();
        if (age(settings) != UNLIMITED) {
            long millis = Math.max(LEAST_SEGMENT_MILLIS, age(settings) / 10);
            if (millis < KAFKAS_SEGMENT_MILLIS) {
                segments.put(TopicConfig.SEGMENT_MS_CONFIG, Long.toString(millis));
            }
        }
        if (bytes(settings) != UNLIMITED) {
            long bytes = Math.max(LEAST_SEGMENT_BYTES, bytes(settings) / 10);
            if (bytes < KAFKAS_SEGMENT_BYTES) {
                segments.put(TopicConfig.SEGMENT_BYTES_CONFIG, Long.toString(bytes));
            }
        }
        return segments;
    }

    /**
     * What must change for these settings to become those. Segments that somebody made shorter stay short.
     *
     * @param config the topic's before
     */
    static List<AlterConfigOp> changes(TopicSettings before, TopicSettings after, Config config) {
        List<AlterConfigOp> changes = new ArrayList<>();
        if (age(before) != age(after)) {
            changes.add(set(TopicConfig.RETENTION_MS_CONFIG, Long.toString(age(after))));
            addSegmentChange(TopicConfig.SEGMENT_MS_CONFIG, before, after, config, changes);
        }
        if (bytes(before) != bytes(after)) {
            changes.add(set(TopicConfig.RETENTION_BYTES_CONFIG, Long.toString(bytes(after))));
            addSegmentChange(TopicConfig.SEGMENT_BYTES_CONFIG, before, after, config, changes);
        }
        return changes;
    }

    private static void addSegmentChange(
            String name, TopicSettings before, TopicSettings after, Config config, List<AlterConfigOp> changes) {
        String now = config.get(name).value();
        String wanted = segments(after).get(name);
        boolean ours = now.equals(segments(before).get(name));
        if (wanted == null && ours) {
            changes.add(new AlterConfigOp(new ConfigEntry(name, null), OpType.DELETE));
        } else if (wanted != null && (ours || Long.parseLong(wanted) < Long.parseLong(now))) {
            changes.add(set(name, wanted));
        }
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), OpType.SET);
    }

    /** Whether the changes are made. */
    static boolean shows(Config config, List<AlterConfigOp> changes) {
        return changes.stream().allMatch(change -> {
            ConfigEntry wanted = change.configEntry();
            ConfigEntry now = config.get(wanted.name());
            return change.opType() == OpType.DELETE
                    ? now.source() != ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG
                    : wanted.value().equals(now.value());
        });
    }

    /** The settings of a topic with this configuration. One that is only compacted retains without limit. */
    static TopicSettings settings(int partitions, Config config) {
        boolean deletes = value(config, TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE)
                .contains(TopicConfig.CLEANUP_POLICY_DELETE);
        long millis = deletes ? number(config, TopicConfig.RETENTION_MS_CONFIG) : UNLIMITED;
        long bytes = deletes ? number(config, TopicConfig.RETENTION_BYTES_CONFIG) : UNLIMITED;
        return new TopicSettings(
                partitions,
                millis < 0 || millis >= UNLIMITED_AGE.toMillis()
                        ? UNLIMITED_AGE
                        : Duration.ofMillis(Math.max(1, millis)),
                bytes < 0 ? TopicSettings.UNBOUNDED : Math.max(1, bytes),
                Durability.CLUSTER);
    }

    private static long number(Config config, String name) {
        return Long.parseLong(value(config, name, Long.toString(UNLIMITED)));
    }

    private static String value(Config config, String name, String otherwise) {
        ConfigEntry entry = config.get(name);
        @Nullable String value = entry == null ? null : entry.value();
        return value == null ? otherwise : value;
    }
}
