package io.minikafka.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.minikafka.store.Message;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import io.minikafka.v1.CreateTopicRequest;
import io.minikafka.v1.DeleteTopicRequest;
import io.minikafka.v1.DescribeTopicRequest;
import io.minikafka.v1.Durability;
import io.minikafka.v1.ListTopicsRequest;
import io.minikafka.v1.TopicDescription;
import io.minikafka.v1.TopicServiceGrpc;
import io.minikafka.v1.TopicServiceGrpc.TopicServiceBlockingStub;
import io.minikafka.v1.TopicSettings;
import io.minikafka.v1.UpdateTopicRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicServiceTests extends DoorFixture {
    private static final TopicSettings DEFAULTS = TopicSettings.newBuilder()
            .setPartitions(1)
            .setRetentionAge(ProtoTime.of(Duration.ofDays(7)))
            .setRetentionBytes(0)
            .setDurability(Durability.DURABILITY_FSYNC)
            .build();

    private TopicServiceBlockingStub client;

    @Override
    void connected() {
        client = TopicServiceGrpc.newBlockingStub(door.channel);
    }

    @Test
    void aTopicIsCreatedWithTheServersDefaults() {
        TopicDescription created = create("t", TopicSettings.getDefaultInstance());

        assertThat(created.getName()).isEqualTo("t");
        assertThat(created.getSettings()).isEqualTo(DEFAULTS);
        assertThat(created.getPartitionsList()).hasSize(1);
        assertThat(describe("t")).isEqualTo(created);
    }

    @Test
    void aTopicIsCreatedWithItsOwnSettings() {
        TopicSettings settings = TopicSettings.newBuilder()
                .setPartitions(3)
                .setRetentionAge(ProtoTime.of(Duration.ofMinutes(5)))
                .setRetentionBytes(50_000_000)
                .setDurability(Durability.DURABILITY_OS)
                .build();

        assertThat(create("t", settings).getSettings()).isEqualTo(settings);
        assertThat(store.settings(TopicName.of("t")))
                .isEqualTo(new io.minikafka.store.TopicSettings(
                        3, Duration.ofMinutes(5), 50_000_000, io.minikafka.store.Durability.OS));
    }

    @Test
    void anUpdateChangesWhatItNames() {
        create("t", TopicSettings.newBuilder().setRetentionBytes(50_000_000).build());

        TopicDescription updated = client.updateTopic(UpdateTopicRequest.newBuilder()
                        .setName("t")
                        .setSettings(TopicSettings.newBuilder().setPartitions(2))
                        .build())
                .getTopic();

        assertThat(updated.getSettings())
                .isEqualTo(DEFAULTS.toBuilder()
                        .setPartitions(2)
                        .setRetentionBytes(50_000_000)
                        .build());
        assertThat(updated.getPartitionsCount()).isEqualTo(2);
    }

    @Test
    void anUpdateCanSetTheBoundOnBytesBackToNone() {
        create("t", TopicSettings.newBuilder().setRetentionBytes(50_000_000).build());

        client.updateTopic(UpdateTopicRequest.newBuilder()
                .setName("t")
                .setSettings(TopicSettings.newBuilder().setRetentionBytes(0))
                .build());

        assertThat(describe("t").getSettings()).isEqualTo(DEFAULTS);
    }

    @Test
    void aDescriptionTellsOfEachPartition() {
        create("t", TopicSettings.newBuilder().setPartitions(2).build());
        store.append(TopicPartition.of("t", 1), List.of(Message.utf8("a"), Message.utf8("b")))
                .join();

        TopicDescription topic = describe("t");

        assertThat(topic.getPartitions(0).getPartition()).isZero();
        assertThat(topic.getPartitions(0).getLogEndOffset()).isZero();
        assertThat(topic.getPartitions(0).hasOldestMessage()).isFalse();
        assertThat(topic.getPartitions(1).getPartition()).isEqualTo(1);
        assertThat(topic.getPartitions(1).getLogStartOffset()).isZero();
        assertThat(topic.getPartitions(1).getLogEndOffset()).isEqualTo(2);
        assertThat(topic.getPartitions(1).getBytes()).isPositive();
        assertThat(topic.getPartitions(1).getOldestMessage()).isEqualTo(ProtoTime.of(clock.instant()));
    }

    @Test
    void topicsAreListedByNameAndDeleted() {
        create("b", TopicSettings.getDefaultInstance());
        create("a", TopicSettings.getDefaultInstance());
        assertThat(list()).containsExactly("a", "b");

        client.deleteTopic(DeleteTopicRequest.newBuilder().setName("a").build());

        assertThat(list()).containsExactly("b");
        assertThat(store.topics()).extracting(TopicName::value).containsExactly("b");
    }

    private List<String> list() {
        return client.listTopics(ListTopicsRequest.getDefaultInstance()).getNamesList();
    }

    @Test
    void whatExistsIsNotCreatedAndWhatDoesNotIsNotFound() {
        create("t", TopicSettings.getDefaultInstance());

        assertFails(Status.Code.ALREADY_EXISTS, () -> create("t", TopicSettings.getDefaultInstance()), "'t'");
        assertFails(Status.Code.NOT_FOUND, () -> describe("nope"), "topic", "nope");
        assertFails(
                Status.Code.NOT_FOUND,
                () -> client.deleteTopic(
                        DeleteTopicRequest.newBuilder().setName("nope").build()),
                "nope");
        assertFails(
                Status.Code.NOT_FOUND,
                () -> client.updateTopic(
                        UpdateTopicRequest.newBuilder().setName("nope").build()),
                "nope");
    }

    @Test
    void impossibleSettingsAreRefusedWithWhatIsAccepted() {
        create("t", TopicSettings.newBuilder().setPartitions(2).build());

        assertRefused(TopicSettings.newBuilder().setPartitions(0), "partitions is 0", "10000");
        assertRefused(TopicSettings.newBuilder().setPartitions(10_001), "partitions is 10001", "10000");
        assertRefused(TopicSettings.newBuilder().setRetentionAge(ProtoTime.of(Duration.ZERO)), "retention age", "1 ms");
        assertRefused(TopicSettings.newBuilder().setRetentionBytes(-1), "retention bytes is -1");
        assertRefused(TopicSettings.newBuilder().setDurability(Durability.DURABILITY_MEMORY), "DURABILITY_OS");
        assertRefused(TopicSettings.newBuilder().setDurabilityValue(77), "DURABILITY_OS");
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                () -> client.updateTopic(UpdateTopicRequest.newBuilder()
                        .setName("t")
                        .setSettings(TopicSettings.newBuilder().setPartitions(1))
                        .build()),
                "never shrink");
        assertThat(list()).containsExactly("t");
    }

    private void assertRefused(TopicSettings.Builder settings, String... said) {
        assertFails(Status.Code.INVALID_ARGUMENT, () -> create("other", settings.build()), said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "../x", "a/b", "a b"})
    void anIllegalNameIsRefusedByEveryMethod(String name) {
        assertFails(Status.Code.INVALID_ARGUMENT, () -> create(name, TopicSettings.getDefaultInstance()), "topic name");
        assertFails(Status.Code.INVALID_ARGUMENT, () -> describe(name), "topic name");
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                () -> client.deleteTopic(
                        DeleteTopicRequest.newBuilder().setName(name).build()),
                "topic name");
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                () -> client.updateTopic(
                        UpdateTopicRequest.newBuilder().setName(name).build()),
                "topic name");
    }

    private TopicDescription create(String name, TopicSettings settings) {
        return client.createTopic(CreateTopicRequest.newBuilder()
                        .setName(name)
                        .setSettings(settings)
                        .build())
                .getTopic();
    }

    private TopicDescription describe(String name) {
        return client.describeTopic(
                        DescribeTopicRequest.newBuilder().setName(name).build())
                .getTopic();
    }
}
