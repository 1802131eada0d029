package io.minikafka.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.minikafka.broker.BrokerException;
import io.minikafka.broker.BrokerException.Code;
import io.minikafka.broker.OffsetReset;
import io.minikafka.broker.Start;
import io.minikafka.group.GroupDescription;
import io.minikafka.group.GroupDescription.MemberDescription;
import io.minikafka.group.GroupDescription.PartitionProgress;
import io.minikafka.group.GroupName;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaGroupAdminTests extends KafkaFixture {
    private final SkippedMessages skipped = new SkippedMessages();
    private final KafkaGroupAdmin groups = new KafkaGroupAdmin(admin, topics, skipped);
    private final GroupName group = newGroup();
    private final TopicName topic = topic(2);
    private final TopicPartition p0 = new TopicPartition(topic, 0);
    private final TopicPartition p1 = new TopicPartition(topic, 1);
    private final List<Consumer<byte[], byte[]>> members = new ArrayList<>();

    @AfterEach
    void leave() {
        members.forEach(Consumer::close);
    }

    // Describing

    @Test
    void aGroupWithCommittedOffsetsIsDescribedWithItsLag() throws Exception {
        append(p0, "a", "b", "c");
        append(p1, "d", "e");
        commit(p0, 1);
        skipped.add(group, p0, 7);

        assertThat(get(groups.describe(group)))
                .isEqualTo(new GroupDescription(
                        group,
                        List.of(),
                        List.of(new PartitionProgress(p0, OptionalLong.empty(), OptionalLong.of(1), 3, 2, 7))));
        assertThat(get(groups.names())).contains(group).isSorted();
    }

    @Test
    void lagCountsOnlyWhatIsRetained() throws Exception {
        append(p0, "a", "b", "c");
        commit(p0, 0);
        admin.deleteRecords(Map.of(Records.of(p0), RecordsToDelete.beforeOffset(2)))
                .all()
                .get();

        assertThat(get(groups.describe(group)).partitions())
                .containsExactly(new PartitionProgress(p0, OptionalLong.empty(), OptionalLong.of(0), 3, 1, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void membersAreDescribedWithWhatTheyRead(String protocol) {
        append(p0, "a");
        join(protocol, "second");
        join(protocol, "first");
        await().untilAsserted(() -> {
            members.forEach(member -> member.poll(Duration.ofMillis(20)));
            assertThat(members)
                    .allSatisfy(member -> assertThat(member.assignment()).hasSize(1));
        });

        GroupDescription described = get(groups.describe(group));

        assertThat(described.members())
                .extracting(MemberDescription::id, MemberDescription::name, MemberDescription::topics)
                .containsExactly(tuple(1L, "first", Set.of(topic)), tuple(2L, "second", Set.of(topic)));
        assertThat(described.members())
                .allSatisfy(member -> assertThat(member.assignment())
                        .hasSize(1)
                        .allSatisfy(partition -> assertThat(described.partitions())
                                .anySatisfy(progress -> {
                                    assertThat(progress.partition()).isEqualTo(partition);
                                    assertThat(progress.owner()).hasValue(member.id());
                                })));
        assertThat(described.partitions())
                .extracting(PartitionProgress::partition)
                .containsExactly(p0, p1);
        assertThat(described.partitions().get(0).lag()).isOne();
        assertThat(get(groups.names())).contains(group);
    }

    @Test
    void aGroupThatIsNotThereIsUnknown() {
        for (var attempt : List.of(groups.describe(group), groups.delete(group))) {
            BrokerException refusal = failure(attempt);
            assertThat(refusal.code()).isEqualTo(Code.UNKNOWN_GROUP);
            assertThat(refusal).hasMessage("There is no consumer group '" + group + "'");
        }
    }

    @Test
    void partitionsOfADeletedTopicAreLeftOut() throws Exception {
        TopicPartition stays = new TopicPartition(topic(1), 0);
        commit(p0, 0);
        commit(stays, 0);

        get(topics.delete(topic));

        assertThat(get(groups.describe(group)).partitions())
                .extracting(PartitionProgress::partition)
                .containsExactly(stays);
    }

    // Setting offsets

    @Test
    void offsetsAreSetWhereTheResetSays() throws Exception {
        append(p0, "a", "b", "c");
        append(p1, "d", "e");
        long last = admin.listOffsets(Map.of(Records.of(p1), OffsetSpec.maxTimestamp()))
                .partitionResult(Records.of(p1))
                .get()
                .timestamp();
        Set<Integer> all = Set.of();

        assertThat(committed(new OffsetReset(topic, all, new Start.Latest()))).isEqualTo(Map.of(p0, 3L, p1, 2L));
        assertThat(committed(new OffsetReset(topic, all, new Start.Earliest()))).isEqualTo(Map.of(p0, 0L, p1, 0L));
        assertThat(committed(new OffsetReset(topic, Set.of(0), new Start.AtOffset(2))))
                .isEqualTo(Map.of(p0, 2L, p1, 0L));
        assertThat(committed(new OffsetReset(topic, all, new Start.AtTimestamp(last + 1))))
                .isEqualTo(Map.of(p0, 3L, p1, 2L));
        assertThat(committed(new OffsetReset(topic, all, new Start.AtTimestamp(0))))
                .isEqualTo(Map.of(p0, 0L, p1, 0L));
    }

    private Map<TopicPartition, Long> committed(OffsetReset reset) {
        return get(groups.reset(group, reset)).partitions().stream()
                .collect(Collectors.toMap(
                        PartitionProgress::partition,
                        progress -> progress.committed().orElseThrow()));
    }

    @Test
    void anOffsetThatIsNotThereIsRefused() {
        append(p0, "a");

        BrokerException refusal =
                failure(groups.reset(group, new OffsetReset(topic, Set.of(0), new Start.AtOffset(2))));

        assertThat(refusal.code()).isEqualTo(Code.OFFSET_OUT_OF_RANGE);
        assertThat(refusal)
                .hasMessage("The offset 2 is out of range; " + p0 + " holds offsets from 0 up to 1 (exclusive)");
    }

    @Test
    void aPartitionOrTopicThatIsNotThereIsRefused() {
        BrokerException partition = failure(groups.reset(group, new OffsetReset(topic, Set.of(2), new Start.Latest())));
        assertThat(partition.code()).isEqualTo(Code.UNKNOWN_TOPIC);
        assertThat(partition).hasMessage("There is no partition 2 in topic '" + topic + "'; it has 2, counted from 0");

        TopicName unknown = newName();
        BrokerException none = failure(groups.reset(group, new OffsetReset(unknown, Set.of(), new Start.Latest())));
        assertThat(none.code()).isEqualTo(Code.UNKNOWN_TOPIC);
        assertThat(none).hasMessage("There is no topic '" + unknown + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void aGroupWithMembersKeepsItsOffsetsAndItself(String protocol) {
        join(protocol, "member");
        await().until(() -> {
            members.get(0).poll(Duration.ofMillis(20));
            return !members.get(0).assignment().isEmpty();
        });

        BrokerException reset = failure(groups.reset(group, new OffsetReset(topic, Set.of(), new Start.Latest())));
        assertThat(reset.code()).isEqualTo(Code.FAILED_PRECONDITION);
        assertThat(reset)
                .hasMessage(
                        "The group '" + group + "' has 1 members; over Kafka its offsets can be set when it has none");

        BrokerException delete = failure(groups.delete(group));
        assertThat(delete.code()).isEqualTo(Code.FAILED_PRECONDITION);
        assertThat(delete).hasMessage("The group '" + group + "' has 1 members; it can be deleted when it has none");
    }

    // Deleting

    @Test
    void aDeletedGroupIsForgotten() throws Exception {
        commit(p0, 0);
        skipped.add(group, p0, 1);

        get(groups.delete(group));

        assertThat(failure(groups.describe(group)).code()).isEqualTo(Code.UNKNOWN_GROUP);
        assertThat(get(groups.names())).doesNotContain(group);
        assertThat(skipped.of(group, p0)).isZero();
    }

    private void commit(TopicPartition partition, long offset) throws Exception {
        admin.alterConsumerGroupOffsets(group.value(), Map.of(Records.of(partition), new OffsetAndMetadata(offset)))
                .all()
                .get();
    }

    private void join(String protocol, String clientId) {
        Consumer<byte[], byte[]> member = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        cluster.bootstrapServers(),
                        "group.id",
                        group.value(),
                        "group.protocol",
                        protocol,
                        "client.id",
                        clientId,
                        "enable.auto.commit",
                        false,
                        "auto.offset.reset",
                        "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        member.subscribe(List.of(topic.value()));
        members.add(member);
    }
}
