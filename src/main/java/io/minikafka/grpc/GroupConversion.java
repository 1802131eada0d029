package io.minikafka.grpc;

import io.minikafka.broker.OffsetReset;
import io.minikafka.group.GroupDescription.MemberDescription;
import io.minikafka.group.GroupDescription.PartitionProgress;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import io.minikafka.v1.GroupDescription;
import io.minikafka.v1.ResetOffsetsRequest;
import io.minikafka.v1.Start;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Groups of {@code minikafka.v1} and ours. */
final class GroupConversion {
    private GroupConversion() {}

    static OffsetReset toReset(ResetOffsetsRequest request) {
        if (request.getTo().getPositionCase() == Start.PositionCase.POSITION_NOT_SET) {
            throw GrpcFailures.invalidArgument(
                    "The request says not where to reset to; accepted is an offset, a timestamp, earliest or latest");
        }
        return new OffsetReset(
                TopicName.of(request.getTopic()),
                Set.copyOf(request.getPartitionsList()),
                MessageConversion.toStart(request.getTo()));
    }

    static List<io.minikafka.v1.TopicPartition> of(Collection<TopicPartition> partitions) {
        return partitions.stream()
                .sorted()
                .map(partition -> io.minikafka.v1.TopicPartition.newBuilder()
                        .setTopic(partition.topic().value())
                        .setPartition(partition.partition())
                        .build())
                .toList();
    }

    static GroupDescription of(io.minikafka.group.GroupDescription group) {
        GroupDescription.Builder description =
                GroupDescription.newBuilder().setName(group.name().value());
        for (MemberDescription member : group.members()) {
            description.addMembers(of(member));
        }
        for (PartitionProgress partition : group.partitions()) {
            description.addPartitions(of(partition));
        }
        return description.build();
    }

    private static io.minikafka.v1.MemberDescription of(MemberDescription member) {
        return io.minikafka.v1.MemberDescription.newBuilder()
                .setId(member.id())
                .setName(member.name())
                .addAllTopics(
                        member.topics().stream().map(TopicName::value).sorted().toList())
                .addAllAssignment(of(member.assignment()))
                .build();
    }

    private static io.minikafka.v1.PartitionProgress of(PartitionProgress progress) {
        io.minikafka.v1.PartitionProgress.Builder description = io.minikafka.v1.PartitionProgress.newBuilder()
                .setTopic(progress.partition().topic().value())
                .setPartition(progress.partition().partition())
                .setLogEndOffset(progress.logEndOffset())
                .setLag(progress.lag())
                .setSkipped(progress.skipped());
        progress.owner().ifPresent(description::setOwner);
        progress.committed().ifPresent(description::setCommittedOffset);
        return description.build();
    }
}
