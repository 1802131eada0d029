package io.minikafka.grpc;

import static io.minikafka.grpc.TestConsumer.joining;
import static io.minikafka.grpc.TestConsumer.upTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.grpc.Status;
import io.minikafka.store.Durability;
import io.minikafka.store.Message;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.TopicSettings;
import io.minikafka.v1.DeleteGroupRequest;
import io.minikafka.v1.DescribeGroupRequest;
import io.minikafka.v1.GroupDescription;
import io.minikafka.v1.GroupServiceGrpc;
import io.minikafka.v1.GroupServiceGrpc.GroupServiceBlockingStub;
import io.minikafka.v1.ListGroupsRequest;
import io.minikafka.v1.MemberDescription;
import io.minikafka.v1.PartitionProgress;
import io.minikafka.v1.ResetOffsetsRequest;
import io.minikafka.v1.Start;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroupServiceTests extends DoorFixture {
    private static final TopicName TOPIC = TopicName.of("orders");

    private GroupServiceBlockingStub client;

    @Override
    void connected() {
        client = GroupServiceGrpc.newBlockingStub(door.channel);
    }

    @BeforeEach
    void twoPartitions() {
        store.createTopic(
                TOPIC, TopicSettings.DEFAULT.withDurability(Durability.OS).withPartitions(2));
    }

    @Test
    void groupsWithMembersOrCommittedOffsetsAreListed() {
        assertThat(list()).isEmpty();
        append(0, "a");
        TestConsumer committed = join("b").credit(1);
        committed.messages(1);
        committed.acknowledge(upTo("orders", 0, 0));
        committed.leave();
        TestConsumer living = join("a");

        assertThat(list()).containsExactly("a", "b");
        living.leave();
        assertThat(list()).containsExactly("b");
    }

    @Test
    void aDescriptionHasMembersAndProgress() {
        append(0, "a", "b", "c");
        TestConsumer consumer = TestConsumer.join(
                        door.channel,
                        joining("billing", "orders", "nothing-yet").setMember("one"))
                .credit(10);
        consumer.messages(3);
        consumer.acknowledge(upTo("orders", 0, 1));

        GroupDescription group = describe("billing");

        assertThat(group.getName()).isEqualTo("billing");
        MemberDescription member = group.getMembers(0);
        assertThat(group.getMembersCount()).isEqualTo(1);
        assertThat(member.getName()).isEqualTo("one");
        assertThat(member.getTopicsList()).containsExactly("nothing-yet", "orders");
        assertThat(member.getAssignmentList())
                .extracting(io.minikafka.v1.TopicPartition::getTopic, io.minikafka.v1.TopicPartition::getPartition)
                .containsExactly(tuple("orders", 0), tuple("orders", 1));
        assertThat(group.getPartitionsList())
                .containsExactly(
                        progress(0)
                                .setOwner(member.getId())
                                .setCommittedOffset(2)
                                .setLogEndOffset(3)
                                .setLag(1)
                                .build(),
                        progress(1).setOwner(member.getId()).build());
        consumer.leave();
        assertThat(describe("billing").getMembersList()).isEmpty();
        assertThat(describe("billing").getPartitions(0).hasOwner()).isFalse();
    }

    private static PartitionProgress.Builder progress(int partition) {
        return PartitionProgress.newBuilder().setTopic("orders").setPartition(partition);
    }

    @Test
    void everyPositionCanBeResetTo() {
        append(0, "a", "b");
        clock.advance(Duration.ofSeconds(1));
        append(0, "c", "d");

        assertThat(committed(reset(Start.newBuilder().setOffset(1), 0), 0)).isEqualTo(1);
        assertThat(committed(reset(Start.newBuilder().setTimestamp(ProtoTime.of(clock.instant())), 0), 0))
                .isEqualTo(2);
        assertThat(committed(reset(Start.newBuilder().setLatest(Start.Latest.getDefaultInstance()), 0), 0))
                .isEqualTo(4);
        assertThat(committed(reset(Start.newBuilder().setEarliest(Start.Earliest.getDefaultInstance()), 0), 0))
                .isZero();
    }

    @Test
    void partitionsThatAreNotNamedStayAsTheyAreAndNoneMeansAll() {
        append(0, "a", "b");
        append(1, "c", "d");
        Start.Builder latest = Start.newBuilder().setLatest(Start.Latest.getDefaultInstance());

        GroupDescription one = reset(latest, 1);
        assertThat(one.getPartitionsList())
                .filteredOn(PartitionProgress::hasCommittedOffset)
                .singleElement()
                .extracting(PartitionProgress::getPartition)
                .isEqualTo(1);
        GroupDescription all = reset(latest);
        assertThat(committed(all, 0)).isEqualTo(2);
        assertThat(committed(all, 1)).isEqualTo(2);
    }

    @Test
    void aRunningMemberReadsOnFromWhereItsGroupIsResetTo() {
        append(0, "a", "b");
        TestConsumer consumer = join("billing").credit(100);
        assertThat(consumer.texts(2)).containsExactly("a", "b");
        consumer.acknowledge(upTo("orders", 0, 1));

        reset(Start.newBuilder().setOffset(0), 0);

        assertThat(consumer.texts(2)).containsExactly("a", "b");
        assertThat(describe("billing").getPartitions(0).getLag()).isEqualTo(2);
    }

    @Test
    void aGroupIsDeletedOnceItHasNoMembers() {
        append(0, "a");
        TestConsumer consumer = join("billing").credit(1);
        consumer.messages(1);
        consumer.acknowledge(upTo("orders", 0, 0));

        assertFails(Status.Code.FAILED_PRECONDITION, () -> delete("billing"), "billing");
        consumer.leave();
        delete("billing");

        assertThat(list()).isEmpty();
        assertFails(Status.Code.NOT_FOUND, () -> describe("billing"), "billing");
        assertThat(join("billing").credit(1).texts(1)).containsExactly("a");
    }

    @Test
    void whatIsNotThereOrCannotBeIsRefused() {
        append(0, "a");
        assertFails(Status.Code.NOT_FOUND, () -> describe("nobody"), "nobody");
        assertFails(Status.Code.NOT_FOUND, () -> delete("nobody"), "nobody");
        assertFails(Status.Code.INVALID_ARGUMENT, () -> describe(""), "0 bytes", "255");
        assertFails(Status.Code.INVALID_ARGUMENT, () -> reset(Start.newBuilder(), 0), "earliest or latest");
        assertFails(Status.Code.OUT_OF_RANGE, () -> reset(Start.newBuilder().setOffset(2), 0), "offset 2");
        assertFails(Status.Code.OUT_OF_RANGE, () -> reset(Start.newBuilder().setOffset(-1), 0), "offset -1");
        assertFails(Status.Code.NOT_FOUND, () -> reset(Start.newBuilder().setOffset(0), 2), "partition 2");
        assertThat(list()).isEmpty();
    }

    private GroupDescription reset(Start.Builder to, Integer... partitions) {
        return client.resetOffsets(ResetOffsetsRequest.newBuilder()
                        .setGroup("billing")
                        .setTopic("orders")
                        .addAllPartitions(List.of(partitions))
                        .setTo(to)
                        .build())
                .getGroup();
    }

    private static long committed(GroupDescription group, int partition) {
        return group.getPartitionsList().stream()
                .filter(progress -> progress.getPartition() == partition && progress.hasCommittedOffset())
                .findFirst()
                .orElseThrow()
                .getCommittedOffset();
    }

    private TestConsumer join(String group) {
        return TestConsumer.join(door.channel, joining(group, "orders"));
    }

    private List<String> list() {
        return client.listGroups(ListGroupsRequest.getDefaultInstance()).getNamesList();
    }

    private GroupDescription describe(String group) {
        return client.describeGroup(
                        DescribeGroupRequest.newBuilder().setGroup(group).build())
                .getGroup();
    }

    private void delete(String group) {
        client.deleteGroup(DeleteGroupRequest.newBuilder().setGroup(group).build());
    }

    private void append(int partition, String... values) {
        store.append(
                        new TopicPartition(TOPIC, partition),
                        Arrays.stream(values).map(Message::utf8).toList())
                .join();
    }
}
