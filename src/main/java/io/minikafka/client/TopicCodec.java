package io.minikafka.client;

import com.google.protobuf.Timestamp;
import io.minikafka.v1.PartitionDescription;
import io.minikafka.v1.TopicDescription;
import io.minikafka.v1.TopicSettings;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Topics between their form on the wire and the client's. */
final class TopicCodec {
    private TopicCodec() {}

    static TopicSettings encode(TopicConfig config) {
        TopicSettings.Builder settings = TopicSettings.newBuilder();
        if (config.partitions() != null) {
            settings.setPartitions(config.partitions());
        }
        Duration age = config.retentionAge();
        if (age != null) {
            settings.setRetentionAge(com.google.protobuf.Duration.newBuilder()
                    .setSeconds(age.getSeconds())
                    .setNanos(age.getNano()));
        }
        if (config.retentionBytes() != null) {
            settings.setRetentionBytes(config.retentionBytes());
        }
        if (config.durability() != null) {
            settings.setDurability(encode(config.durability()));
        }
        return settings.build();
    }

    static TopicInfo decode(TopicDescription topic) {
        TopicSettings settings = topic.getSettings();
        return new TopicInfo(
                topic.getName(),
                Duration.ofSeconds(
                        settings.getRetentionAge().getSeconds(),
                        settings.getRetentionAge().getNanos()),
                settings.getRetentionBytes(),
                decode(settings.getDurability()),
                topic.getPartitionsList().stream().map(TopicCodec::decode).toList());
    }

    private static TopicInfo.PartitionInfo decode(PartitionDescription partition) {
        return new TopicInfo.PartitionInfo(
                partition.getPartition(),
                partition.getLogStartOffset(),
                partition.getLogEndOffset(),
                partition.getBytes(),
                partition.hasOldestMessage() ? decode(partition.getOldestMessage()) : null);
    }

    private static Instant decode(Timestamp timestamp) {
        return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    }

    private static io.minikafka.v1.Durability encode(Durability durability) {
        return switch (durability) {
            case MEMORY -> io.minikafka.v1.Durability.DURABILITY_MEMORY;
            case OS -> io.minikafka.v1.Durability.DURABILITY_OS;
            case FSYNC -> io.minikafka.v1.Durability.DURABILITY_FSYNC;
            case CLUSTER -> io.minikafka.v1.Durability.DURABILITY_CLUSTER;
        };
    }

    private static @Nullable Durability decode(io.minikafka.v1.Durability durability) {
        return switch (durability) {
            case DURABILITY_MEMORY -> Durability.MEMORY;
            case DURABILITY_OS -> Durability.OS;
            case DURABILITY_FSYNC -> Durability.FSYNC;
            case DURABILITY_CLUSTER -> Durability.CLUSTER;
            case DURABILITY_UNSPECIFIED, UNRECOGNIZED -> null;
        };
    }
}
