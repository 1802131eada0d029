package io.minikafka.http;

import io.minikafka.group.GroupDescription;
import io.minikafka.group.GroupDescription.MemberDescription;
import io.minikafka.group.GroupDescription.PartitionProgress;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A consumer group as it stands. */
@Schema(name = "Group", description = "A consumer group as it stands.")
record GroupView(
        @Schema(description = "Its name.", example = "billing", requiredMode = Schema.RequiredMode.REQUIRED)
        String name,

        @Schema(
                description = "Its members, in the order in which they joined.",
                requiredMode = Schema.RequiredMode.REQUIRED)
        List<MemberView> members,

        @Schema(
                description = "The partitions it reads or has committed offsets for.",
                requiredMode = Schema.RequiredMode.REQUIRED)
        List<ProgressView> partitions,

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

    /** A member of a group. */
    @Schema(name = "Member", description = "A member of a group.")
    record MemberView(
            @Schema(
                    description = "Its number, unique in the server's life.",
                    example = "1",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            long id,

            @Schema(description = "Its name.", example = "one", requiredMode = Schema.RequiredMode.REQUIRED)
            String name,

            @Schema(description = "The topics it subscribes to.", requiredMode = Schema.RequiredMode.REQUIRED)
            List<String> topics,

            @Schema(description = "The partitions it reads.", requiredMode = Schema.RequiredMode.REQUIRED)
            List<PartitionName> assignment) {}

    /** A partition of a topic. */
    @Schema(name = "PartitionName", description = "A partition of a topic.")
    record PartitionName(
            @Schema(description = "The topic.", example = "orders", requiredMode = Schema.RequiredMode.REQUIRED)
            String topic,

            @Schema(description = "The partition, from 0.", example = "0", requiredMode = Schema.RequiredMode.REQUIRED)
            int partition) {}

    /** How far a group is in a partition. */
    @Schema(name = "Progress", description = "How far a group is in a partition.")
    record ProgressView(
            @Schema(description = "The topic.", example = "orders", requiredMode = Schema.RequiredMode.REQUIRED)
            String topic,

            @Schema(description = "The partition, from 0.", example = "0", requiredMode = Schema.RequiredMode.REQUIRED)
            int partition,

            @Schema(description = "The id of the member that reads it; left out when nobody does.", example = "1")
            @Nullable
            Long owner,

            @Schema(
                    description =
                            "The next offset to deliver after a change of owner; left out when nothing is committed.",
                    example = "40")
            @Nullable
            Long committedOffset,

            @Schema(
                    description = "The offset the next message will get.",
                    example = "43",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            long logEndOffset,

            @Schema(
                    description = "Retained messages that are not committed.",
                    example = "3",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            long lag,

            @Schema(
                    description =
                            "Messages that left by retention before the group had read them, since the server started.",
                    example = "0",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            long skipped) {

        private static ProgressView of(PartitionProgress progress) {
            return new ProgressView(
                    progress.partition().topic().value(),
                    progress.partition().partition(),
                    orNull(progress.owner()),
                    orNull(progress.committed()),
                    progress.logEndOffset(),
                    progress.lag(),
                    progress.skipped());
        }
    }

    static GroupView of(GroupDescription group) {
        return new GroupView(
                group.name().value(),
                group.members().stream().map(GroupView::of).toList(),
                group.partitions().stream().map(ProgressView::of).toList(),
                group.partitions().stream().mapToLong(PartitionProgress::lag).sum(),
                group.partitions().stream()
                        .mapToLong(PartitionProgress::skipped)
                        .sum());
    }

    private static MemberView of(MemberDescription member) {
        return new MemberView(
                member.id(),
                member.name(),
                member.topics().stream().map(TopicName::value).sorted().toList(),
                member.assignment().stream().sorted().map(GroupView::of).toList());
    }

    private static PartitionName of(TopicPartition partition) {
        return new PartitionName(partition.topic().value(), partition.partition());
    }

    private static @Nullable Long orNull(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }
}
