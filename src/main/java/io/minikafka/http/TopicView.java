package io.minikafka.http;

import io.minikafka.store.TopicDescription;
import io.minikafka.store.TopicDescription.PartitionDescription;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A topic as it stands. */
@Schema(name = "Topic", description = "A topic as it stands.")
record TopicView(
        @Schema(description = "Its name.", example = "orders", requiredMode = Schema.RequiredMode.REQUIRED)
        String name,

        @Schema(
                description = "How long messages are kept, in ISO-8601.",
                example = "PT168H",
                type = "string",
                requiredMode = Schema.RequiredMode.REQUIRED)
        Duration retentionAge,

        @Schema(
                description = "Bound on the stored bytes of each partition; 0 is none.",
                example = "0",
                requiredMode = Schema.RequiredMode.REQUIRED)
        long retentionBytes,

        @Schema(
                description = "What an answer to a producer stands for.",
                allowableValues = {"memory", "os", "fsync", "cluster"},
                example = "fsync",
                requiredMode = Schema.RequiredMode.REQUIRED)
        String durability,

        @Schema(description = "Its partitions, from 0.", requiredMode = Schema.RequiredMode.REQUIRED)
        List<PartitionView> partitions) {

    /** A partition as it stands. */
    @Schema(name = "Partition", description = "A partition as it stands.")
    record PartitionView(
            @Schema(description = "Its number, from 0.", example = "0", requiredMode = Schema.RequiredMode.REQUIRED)
            int partition,

            @Schema(
                    description = "The oldest retained message's offset; the end offset when there is none.",
                    example = "17",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            long logStartOffset,

            @Schema(
                    description = "The offset the next message will get.",
                    example = "43",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            long logEndOffset,

            @Schema(
                    description = "Bytes held, with those of expired messages that have not left yet.",
                    example = "1048576",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            long bytes,

            @Schema(
                    description = "When the oldest retained message was appended; left out when there is none.",
                    example = "2026-01-31T08:00:00.123Z")
            @Nullable
            Instant oldestMessage) {

        private static PartitionView of(PartitionDescription partition) {
            return new PartitionView(
                    partition.partition(),
                    partition.logStartOffset(),
                    partition.logEndOffset(),
                    partition.bytes(),
                    partition.oldestMessage());
        }
    }

    static TopicView of(TopicDescription topic) {
        return new TopicView(
                topic.name().value(),
                topic.settings().retentionAge(),
                topic.settings().retentionBytes(),
                topic.settings().durability().name().toLowerCase(Locale.ROOT),
                topic.partitions().stream().map(PartitionView::of).toList());
    }
}
