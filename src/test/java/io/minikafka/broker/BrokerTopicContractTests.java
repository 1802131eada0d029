package io.minikafka.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.broker.BrokerException.Code;
import io.minikafka.store.Durability;
import io.minikafka.store.TopicDescription;
import io.minikafka.store.TopicDescription.PartitionDescription;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.TopicSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BrokerTopicContractTests extends BrokerContract {
    /** What the backend says where a topic was given {@code settings}. */
    private TopicSettings asTold(TopicSettings settings) {
        return kind == TestBackend.KAFKA ? settings.withDurability(Durability.CLUSTER) : settings;
    }

    @Test
    void aNewTopicGetsTheDefaultsWhereItsCreatorNamesNothing() {
        assertThat(get(broker.createTopic(topic, SettingsChange.NONE)).settings())
                .isEqualTo(asTold(DEFAULTS));
        assertThat(get(broker.createTopic(topic("other"), partitions(3))).settings())
                .isEqualTo(asTold(DEFAULTS.withPartitions(3)));
        assertThat(get(broker.createTopic(
                                topic("small"), new SettingsChange(2, Duration.ofHours(1), 2_000_000L, Durability.OS)))
                        .settings())
                .isEqualTo(asTold(new TopicSettings(2, Duration.ofHours(1), 2_000_000, Durability.OS)));
    }

    @Test
    void aTopicThatExistsIsNotCreated() {
        get(broker.createTopic(topic, partitions(2)));

        BrokerException failure = failure(broker.createTopic(topic, SettingsChange.NONE));

        assertThat(failure.code()).isEqualTo(Code.TOPIC_EXISTS);
        assertThat(failure).hasMessageContaining(topic.value());
        assertThat(get(broker.partitionCount(topic))).isEqualTo(2);
    }

    @Test
    void anUpdateChangesWhatItNames() {
        get(broker.createTopic(topic, new SettingsChange(1, Duration.ofHours(1), 1_000_000L, Durability.OS)));

        TopicDescription after =
                get(broker.updateTopic(topic, new SettingsChange(2, null, 2_000_000L, Durability.FSYNC)));

        assertThat(after.settings())
                .isEqualTo(asTold(new TopicSettings(2, Duration.ofHours(1), 2_000_000, Durability.FSYNC)));
        assertThat(after.partitions()).hasSize(2);
        assertThat(get(broker.describeTopic(topic)).settings()).isEqualTo(after.settings());
        assertThat(get(broker.updateTopic(topic, SettingsChange.NONE)).settings())
                .isEqualTo(after.settings());
        assertThat(get(broker.updateTopic(topic, new SettingsChange(null, null, TopicSettings.UNBOUNDED, null)))
                        .settings())
                .isEqualTo(after.settings().withRetentionBytes(TopicSettings.UNBOUNDED));
    }

    @Test
    void updatesAtTheSameTimeDoNotUndoEachOther() {
        createTopic();
        List<CompletableFuture<TopicDescription>> updates = List.of(
                broker.updateTopic(topic, partitions(3)),
                broker.updateTopic(topic, new SettingsChange(null, Duration.ofHours(5), null, null)),
                broker.updateTopic(topic, new SettingsChange(null, null, 5_000_000L, null)));
        updates.forEach(BrokerCalls::get);

        assertThat(get(broker.describeTopic(topic)).settings())
                .isEqualTo(asTold(new TopicSettings(3, Duration.ofHours(5), 5_000_000, DEFAULTS.durability())));
    }

    @Test
    void impossibleSettingsAreRefusedAndChangeNothing() {
        createTopic(2);
        TopicName other = topic("other");

        List<CompletableFuture<?>> refused = List.of(
                broker.createTopic(other, partitions(0)),
                broker.createTopic(other, partitions(TopicSettings.MAX_PARTITIONS + 1)),
                broker.createTopic(other, new SettingsChange(null, Duration.ZERO, null, null)),
                broker.updateTopic(topic, new SettingsChange(null, null, -1L, null)),
                broker.updateTopic(topic, new SettingsChange(1, Duration.ofHours(1), null, null)));

        assertThat(refused)
                .allSatisfy(future -> assertThat(failure(future).code()).isEqualTo(Code.INVALID_ARGUMENT));
        assertThat(failure(refused.get(4))).hasMessageContaining("2 or more: partitions never shrink");
        assertThat(get(broker.topics())).doesNotContain(other);
        assertThat(get(broker.describeTopic(topic)).settings()).isEqualTo(asTold(DEFAULTS.withPartitions(2)));
    }

    @Test
    void topicsAreListedInOrder() {
        List<TopicName> names = List.of(topic("a"), topic("b"), topic("c"));
        get(broker.createTopic(names.get(1), SettingsChange.NONE));
        get(broker.createTopic(names.get(2), SettingsChange.NONE));
        get(broker.createTopic(names.get(0), SettingsChange.NONE));

        assertThat(get(broker.topics())).containsSubsequence(names).isSorted();
    }

    @Test
    void onlyWhatUsersPutThereIsListed() {
        produce("a");
        // Has Kafka keep a topic of its own for offsets.
        get(broker.resetOffsets(group, new OffsetReset(topic, Set.of(), EARLIEST)));

        assertThat(get(broker.topics())).noneMatch(name -> name.value().startsWith("__"));
    }

    @Test
    void aDescriptionSaysWhatPartitionsHold() {
        get(broker.createTopic(topic, new SettingsChange(2, Backend.RETENTION, null, null)));
        produceTo(1, "gone", "gone too");
        backend.expire(p1);
        produceTo(1, "a", "b");
        Instant oldest = Instant.ofEpochMilli(read(p1, EARLIEST).get(0).timestamp());

        assertThat(describe(p0))
                .isEqualTo(new PartitionDescription(0, 0, 0, describe(p0).bytes(), null));
        assertThat(describe(p1))
                .isEqualTo(new PartitionDescription(1, 2, 4, describe(p1).bytes(), oldest));
        assertThat(describe(p1).bytes()).isGreaterThan(describe(p0).bytes());
    }

    @Test
    void aDeletedTopicIsGoneAtOnceForWhoeverAsks() {
        createTopic(4);
        get(broker.createTopic(topic("other"), SettingsChange.NONE));
        assertThat(get(broker.partitionCount(topic))).isEqualTo(4);

        get(broker.deleteTopic(topic));

        assertThat(get(broker.topics())).contains(topic("other")).doesNotContain(topic);
        unknown(topic);
    }

    @Test
    void whatDoesNotExistIsUnknown() {
        unknown(topic);
    }

    private void unknown(TopicName name) {
        assertThat(List.<CompletableFuture<?>>of(
                        broker.updateTopic(name, partitions(3)),
                        broker.deleteTopic(name),
                        broker.describeTopic(name),
                        broker.partitionCount(name)))
                .allSatisfy(future -> {
                    assertThat(failure(future).code()).isEqualTo(Code.UNKNOWN_TOPIC);
                    assertThat(failure(future)).hasMessageContaining(name.value());
                });
    }

    @Test
    void partitionsThatAreAddedAreEmpty() {
        produce("a");

        TopicDescription grown = get(broker.updateTopic(topic, partitions(3)));

        assertThat(grown.partitions())
                .extracting(PartitionDescription::logEndOffset)
                .containsExactly(1L, 0L, 0L);
        assertThat(get(broker.partitionCount(topic))).isEqualTo(3);
        assertThat(IntStream.range(1, 3).mapToObj(i -> stored(new TopicPartition(topic, i))))
                .containsOnly(List.of());
    }

    // What a process leaves behind

    @Test
    void topicsAndMessagesOutliveTheProcessExceptWhereTheyEndWithIt() {
        createTopic(2);
        produceTo(1, "a", "b");

        restart();

        if (has(Difference.VOLATILE)) {
            unknown(topic);
        } else {
            assertThat(get(broker.partitionCount(topic))).isEqualTo(2);
            assertThat(stored(p1)).containsExactly("a", "b");
        }
    }
}
