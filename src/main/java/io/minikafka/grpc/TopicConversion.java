package io.minikafka.grpc;

import io.minikafka.broker.SettingsChange;
import io.minikafka.store.Durability;
import io.minikafka.store.TopicDescription.PartitionDescription;
import io.minikafka.v1.TopicDescription;
import io.minikafka.v1.TopicSettings;
import org.jspecify.annotations.Nullable;

/** Topics of {@code minikafka.v1} and ours. */
final class TopicConversion {
    private TopicConversion() {}

    /** An absent field stays null: the default of a new topic, or as it was. */
    static SettingsChange toChange(TopicSettings settings) {
        return new SettingsChange(
                settings.hasPartitions() ? settings.getPartitions() : null,
                settings.hasRetentionAge() ? ProtoTime.toDuration(settings.getRetentionAge()) : null,
                settings.hasRetentionBytes() ? settings.getRetentionBytes() : null,
                toDurability(settings.getDurability()));
    }

    private static @Nullable Durability toDurability(io.minikafka.v1.Durability durability) {
        return switch (durability) {
            case DURABILITY_UNSPECIFIED -> null;
            case DURABILITY_OS -> Durability.OS;
            case DURABILITY_FSYNC -> Durability.FSYNC;
            case DURABILITY_MEMORY, DURABILITY_CLUSTER, UNRECOGNIZED ->
                throw GrpcFailures.invalidArgument(
                        "The durability is " + durability + "; accepted is DURABILITY_OS or DURABILITY_FSYNC");
        };
    }

    static TopicDescription of(io.minikafka.store.TopicDescription topic) {
        TopicDescription.Builder description =
                TopicDescription.newBuilder().setName(topic.name().value()).setSettings(of(topic.settings()));
        for (PartitionDescription partition : topic.partitions()) {
            description.addPartitions(of(partition));
        }
        return description.build();
    }

    private static TopicSettings of(io.minikafka.store.TopicSettings settings) {
        return TopicSettings.newBuilder()
                .setPartitions(settings.partitions())
                .setRetentionAge(ProtoTime.of(settings.retentionAge()))
                .setRetentionBytes(settings.retentionBytes())
                .setDurability(MessageConversion.of(settings.durability()))
                .build();
    }

    private static io.minikafka.v1.PartitionDescription of(PartitionDescription partition) {
        io.minikafka.v1.PartitionDescription.Builder description = io.minikafka.v1.PartitionDescription.newBuilder()
                .setPartition(partition.partition())
                .setLogStartOffset(partition.logStartOffset())
                .setLogEndOffset(partition.logEndOffset())
                .setBytes(partition.bytes());
        if (partition.oldestMessage() != null) {
            description.setOldestMessage(ProtoTime.of(partition.oldestMessage()));
        }
        return description.build();
    }
}
