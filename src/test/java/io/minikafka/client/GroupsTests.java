package io.minikafka.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.minikafka.v1.GroupServiceGrpc;
import io.minikafka.v1.ResetOffsetsRequest;
import io.minikafka.v1.Start;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupsTests {
    private final TestServer server = new TestServer();
    private final MinikafkaClient client = server.client();

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void groupsAreListedAndDescribed() {
        assertThat(client.groups().list()).isEmpty();
        client.produce("orders", List.of(ProducerMessage.utf8("a"), ProducerMessage.utf8("b")));
        reset("billing", 1);

        assertThat(client.groups().list()).containsExactly("billing");
        GroupInfo group = client.groups().describe("billing");
        assertThat(group.name()).isEqualTo("billing");
        assertThat(group.members()).isEmpty();
        assertThat(group.partitions()).containsExactly(new GroupInfo.PartitionProgress("orders", 0, null, 1L, 2, 1, 0));
    }

    @Test
    void aGroupThatDoesNotExistIsNotFound() {
        assertThatThrownBy(() -> client.groups().describe("nobody"))
                .isInstanceOfSatisfying(
                        MinikafkaException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(MinikafkaException.Kind.NOT_FOUND));
    }

    private void reset(String group, long offset) {
        ManagedChannel channel =
                NettyChannelBuilder.forTarget(server.target()).usePlaintext().build();
        try {
            var unused = GroupServiceGrpc.newBlockingStub(channel)
                    .resetOffsets(ResetOffsetsRequest.newBuilder()
                            .setGroup(group)
                            .setTopic("orders")
                            .setTo(Start.newBuilder().setOffset(offset))
                            .build());
        } finally {
            channel.shutdownNow();
        }
    }
}
