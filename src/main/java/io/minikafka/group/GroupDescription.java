package io.minikafka.group;

import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A group as it stands at one moment.
 *
 * @param members in the order in which they joined
 * @param partitions sorted, those the group reads or has committed offsets for
 */
public record GroupDescription(GroupName name, List<MemberDescription> members, List<PartitionProgress> partitions) {

    /**
     * A member.
     *
     * @param id unique in this server's life
     * @param assignment the partitions it reads
     */
    public record MemberDescription(long id, String name, Set<TopicName> topics, Set<TopicPartition> assignment) {}

    /**
     * How far the group is in a partition.
     *
     * @param owner the {@link MemberDescription#id} of the member that reads it; empty for none
     * @param committed the next offset to deliver after a change of owner; empty when nothing is committed
     * @param logEndOffset the next offset to be written
     * @param lag how many retained messages are not committed
     * @param skipped how many left by retention, since the server started, before the group had read them
     */
    public record PartitionProgress(
            TopicPartition partition,
            OptionalLong owner,
            OptionalLong committed,
            long logEndOffset,
            long lag,
            long skipped) {}
}
