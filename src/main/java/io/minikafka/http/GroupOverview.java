package io.minikafka.http;

import io.minikafka.group.GroupDescription;
import io.minikafka.group.GroupDescription.PartitionProgress;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Consumer groups at a glance. */
@Schema(name = "GroupOverview", description = "Consumer groups at a glance.")
record GroupOverview(
        @Schema(
                description = "When this was asked for, by the server's clock.",
                example = "2026-01-31T08:00:00.123Z",
                requiredMode = Schema.RequiredMode.REQUIRED)
        Instant time,

        @Schema(
                description = "The groups of this page, in the order of their names.",
                requiredMode = Schema.RequiredMode.REQUIRED)
        List<GroupSummary> groups,

        @Schema(
                description = "Where the next page goes on, as its parameter 'after'; left out on the last page.",
                example = "billing")
        @Nullable
        String next) {

    /** A group in numbers. */
    @Schema(name = "GroupSummary", description = "A consumer group in numbers.")
    record GroupSummary(
            @Schema(description = "Its name.", example = "billing", requiredMode = Schema.RequiredMode.REQUIRED)
            String name,

            @Schema(
                    description = "The topics its members subscribe to or it has committed offsets for.",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            List<String> topics,

            @Schema(
                    description = "How many members it has.",
                    example = "2",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            int members,

            @Schema(
                    description = "Retained messages it has not committed, of all partitions.",
                    example = "3",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            long lag,

            @Schema(
                    description = "Messages that left by retention before it had read them, since the server started.",
                    example = "0",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            long skipped) {

        static GroupSummary of(GroupDescription group) {
            return new GroupSummary(
                    group.name().value(),
                    Stream.concat(
                                    group.members().stream().flatMap(member -> member.topics().stream()),
                                    group.partitions().stream()
                                            .map(progress ->
                                                    progress.partition().topic()))
                            .map(topic -> topic.value())
                            .distinct()
                            .sorted()
                            .toList(),
                    group.members().size(),
                    group.partitions().stream()
                            .mapToLong(PartitionProgress::lag)
                            .sum(),
                    group.partitions().stream()
                            .mapToLong(PartitionProgress::skipped)
                            .sum());
        }
    }
}
