package io.minikafka.grpc;

import io.grpc.stub.StreamObserver;
import io.minikafka.broker.Broker;
import io.minikafka.group.GroupName;
import io.minikafka.v1.DeleteGroupRequest;
import io.minikafka.v1.DeleteGroupResponse;
import io.minikafka.v1.DescribeGroupRequest;
import io.minikafka.v1.DescribeGroupResponse;
import io.minikafka.v1.GroupServiceGrpc;
import io.minikafka.v1.ListGroupsRequest;
import io.minikafka.v1.ListGroupsResponse;
import io.minikafka.v1.ResetOffsetsRequest;
import io.minikafka.v1.ResetOffsetsResponse;

/** Consumer groups, seen from outside, through {@code minikafka.v1}. */
public final class GroupService extends GroupServiceGrpc.GroupServiceImplBase {
    private final Broker broker;

    public GroupService(Broker broker) {
        this.broker = broker;
    }

    @Override
    public void listGroups(ListGroupsRequest request, StreamObserver<ListGroupsResponse> caller) {
        UnaryReply.send(
                caller,
                () -> CallBroker.of(broker).groups(),
                groups -> ListGroupsResponse.newBuilder()
                        .addAllNames(groups.stream().map(GroupName::value).toList())
                        .build());
    }

    @Override
    public void describeGroup(DescribeGroupRequest request, StreamObserver<DescribeGroupResponse> caller) {
        UnaryReply.send(
                caller,
                () -> CallBroker.of(broker).describeGroup(GroupName.of(request.getGroup())),
                group -> DescribeGroupResponse.newBuilder()
                        .setGroup(GroupConversion.of(group))
                        .build());
    }

    @Override
    public void resetOffsets(ResetOffsetsRequest request, StreamObserver<ResetOffsetsResponse> caller) {
        UnaryReply.send(
                caller,
                () -> CallBroker.of(broker)
                        .resetOffsets(GroupName.of(request.getGroup()), GroupConversion.toReset(request)),
                group -> ResetOffsetsResponse.newBuilder()
                        .setGroup(GroupConversion.of(group))
                        .build());
    }

    @Override
    public void deleteGroup(DeleteGroupRequest request, StreamObserver<DeleteGroupResponse> caller) {
        UnaryReply.send(
                caller,
                () -> CallBroker.of(broker).deleteGroup(GroupName.of(request.getGroup())),
                nothing -> DeleteGroupResponse.getDefaultInstance());
    }
}
