package io.minikafka.http;

import io.minikafka.store.TopicDescription;
import io.minikafka.store.TopicDescription.PartitionDescription;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Topics at a glance. */
@Schema(
        name = "Overview",
        description = "Topics at a glance. Rates are the difference between two overviews: of appended by time.")
record Overview(
        @Schema(
                description = "When this was asked for, by the server's clock.",
                example = "2026-01-31T08:00:00.123Z",
                requiredMode = Schema.RequiredMode.REQUIRED)
        Instant time,

        @Schema(
                description = "The topics of this page, in the order of their names.",
                requiredMode = Schema.RequiredMode.REQUIRED)
        List<TopicSummary> topics,

        @Schema(
                description = "Where the next page goes on, as its parameter 'after'; left out on the last page.",
                example = "orders")
        @Nullable
        String next) {

    /** A topic in numbers. */
    @Schema(name = "TopicSummary", description = "A topic in numbers.")
    record TopicSummary(
            @Schema(description = "Its name.", example = "orders", requiredMode = Schema.RequiredMode.REQUIRED)
            String name,

            @Schema(
                    description = "Its number of partitions.",
                    example = "3",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            int partitions,

            @Schema(
                    description = "How long messages are kept, in ISO-8601.",
                    example = "PT168H",
                    type = "string",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            Duration retentionAge,

            @Schema(
                    description = "Retained messages, of all partitions.",
                    example = "26",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            long messages,

            @Schema(
                    description = "Messages ever appended, of all partitions.",
                    example = "43",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            long appended,

            @Schema(
                    description = "Bytes held, of all partitions.",
                    example = "1048576",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            long bytes,

            @Schema(
                    description = "When the oldest retained message was appended; left out when there is none.",
                    example = "2026-01-31T08:00:00.123Z")
            @Nullable
            Instant oldestMessage) {

        static TopicSummary of(TopicDescription topic) {
            long appended = topic.partitions().stream()
                    .mapToLong(PartitionDescription::logEndOffset)
                    .sum();
            return new TopicSummary(
                    topic.name().value(),
                    topic.partitions().size(),
                    topic.settings().retentionAge(),
                    appended
                            - topic.partitions().stream()
                                    .mapToLong(PartitionDescription::logStartOffset)
                                    .sum(),
                    appended,
                    topic.partitions().stream()
                            .mapToLong(PartitionDescription::bytes)
                            .sum(),
                    topic.partitions().stream()
                            .map(PartitionDescription::oldestMessage)
                            .filter(Objects::nonNull)
                            .min(Comparator.naturalOrder())
                            .orElse(null));
        }
    }
}
