package io.minikafka.client;

import io.minikafka.v1.DescribeGroupRequest;
import io.minikafka.v1.GroupDescription;
import io.minikafka.v1.GroupServiceGrpc;
import io.minikafka.v1.ListGroupsRequest;
import io.minikafka.v1.MemberDescription;
import io.minikafka.v1.PartitionProgress;
import java.util.List;

/**
 * Shows consumer groups. Every method waits for the server's answer, at most the client's request timeout, and throws
 * {@link MinikafkaException}. Safe for use by many threads.
 */
public final class Groups {
    private final Connection connection;

    Groups(Connection connection) {
        this.connection = connection;
    }

    /** The names of all groups that have members or committed offsets, sorted. */
    public List<String> list() {
        return List.copyOf(connection
                .call(GroupServiceGrpc.getListGroupsMethod(), ListGroupsRequest.getDefaultInstance())
                .getNamesList());
    }

    /** Fails with {@link MinikafkaException.Kind#NOT_FOUND} when there is no such group. */
    public GroupInfo describe(String name) {
        DescribeGroupRequest request =
                DescribeGroupRequest.newBuilder().setGroup(name).build();
        GroupDescription group = connection
                .call(GroupServiceGrpc.getDescribeGroupMethod(), request)
                .getGroup();
        return new GroupInfo(
                group.getName(),
                group.getMembersList().stream().map(Groups::decode).toList(),
                group.getPartitionsList().stream().map(Groups::decode).toList());
    }

    private static GroupInfo.Member decode(MemberDescription member) {
        return new GroupInfo.Member(member.getId(), member.getName(), List.copyOf(member.getTopicsList()));
    }

    private static GroupInfo.PartitionProgress decode(PartitionProgress progress) {
        return new GroupInfo.PartitionProgress(
                progress.getTopic(),
                progress.getPartition(),
                progress.hasOwner() ? progress.getOwner() : null,
                progress.hasCommittedOffset() ? progress.getCommittedOffset() : null,
                progress.getLogEndOffset(),
                progress.getLag(),
                progress.getSkipped());
    }
}
