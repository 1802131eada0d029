package io.minikafka.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.broker.BrokerException;
import io.minikafka.broker.BrokerException.Code;
import io.minikafka.broker.BrokerOptions;
import io.minikafka.broker.SettingsChange;
import io.minikafka.store.Durability;
import io.minikafka.store.TopicDescription;
import io.minikafka.store.TopicDescription.PartitionDescription;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.TopicSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

class KafkaTopicsTests extends KafkaFixture {
    private final TopicName name = newName();

    // Creating

    @Test
    void aNewTopicHasTheDefaultsWhereItsCreatorNamesNothing() {
        TopicDescription created = get(topics.create(name, SettingsChange.NONE));

        assertThat(created)
                .isEqualTo(new TopicDescription(
                        name,
                        DEFAULTS.withDurability(Durability.CLUSTER),
                        List.of(new PartitionDescription(0, 0, 0, 0, null))));
        assertThat(get(topics.describe(name))).isEqualTo(created);
    }

    @Test
    void aNewTopicHasTheSettingsItsCreatorNames() throws Exception {
        TopicDescription created =
                get(topics.create(name, new SettingsChange(3, Duration.ofMinutes(10), 2_000_000_000L, Durability.OS)));

        assertThat(created.settings())
                .isEqualTo(new TopicSettings(3, Duration.ofMinutes(10), 2_000_000_000L, Durability.CLUSTER));
        assertThat(created.partitions()).hasSize(3);
        Config config = config();
        assertThat(config.get("message.timestamp.type").value()).isEqualTo("LogAppendTime");
        assertThat(config.get("segment.ms").value()).isEqualTo("60000");
        assertThat(config.get("segment.bytes").value()).isEqualTo("200000000");
    }

    @Test
    void aTopicIsCreatedOnce() {
        get(topics.create(name, SettingsChange.NONE));

        BrokerException refusal = failure(topics.create(name, SettingsChange.NONE));

        assertThat(refusal.code()).isEqualTo(Code.TOPIC_EXISTS);
        assertThat(refusal).hasMessage("The topic '" + name + "' exists already");
    }

    @Test
    void settingsOutOfTheirBoundsAreRefused() {
        BrokerException refusal = failure(topics.create(name, new SettingsChange(0, null, null, null)));

        assertThat(refusal.code()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(refusal).hasMessage("The number of partitions is 0; accepted is a number from 1 to 10000");
    }

    @Test
    void aClusterWithTooFewBrokersForTheReplicasIsNoFaultOfTheCallers() {
        KafkaSettings three = new KafkaSettings(
                Map.of(), Map.of(), Map.of(), (short) 3, settings.requestTimeout(), settings.maxReaders());
        KafkaTopics replicated = new KafkaTopics(admin, three, new BrokerOptions(DEFAULTS, true));

        BrokerException refusal = failure(replicated.create(name, SettingsChange.NONE));

        assertThat(refusal.code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(refusal).hasMessageContaining(name.value()).hasMessageContaining("3");
    }

    @Test
    void manyMayCreateATopicAtTheSameTimeAndItIsThereForAll() {
        SettingsChange two = new SettingsChange(2, null, null, null);
        List<CompletableFuture<Integer>> creations = IntStream.range(0, 20)
                .mapToObj(i -> topics.createUnlessExists(name, two))
                .toList();

        assertThat(creations).allSatisfy(creation -> assertThat(get(creation)).isEqualTo(2));
        assertThat(topics.knownPartitions(name)).isEqualTo(2);
        assertThat(get(topics.createUnlessExists(name, SettingsChange.NONE))).isEqualTo(2);
    }

    // What is there

    @Test
    void aTopicThatIsNotThereIsUnknownToEveryQuestion() {
        assertThat(List.of(
                        topics.partitions(name),
                        topics.describe(name),
                        topics.update(name, SettingsChange.NONE),
                        topics.delete(name)))
                .allSatisfy(future -> {
                    BrokerException refusal = failure(future);
                    assertThat(refusal.code()).isEqualTo(Code.UNKNOWN_TOPIC);
                    assertThat(refusal).hasMessage("There is no topic '" + name + "'");
                });
        assertThat(topics.knownPartitions(name)).isZero();
    }

    @Test
    void aTopicOfOthersIsFoundAtOnceAndKnownThen() throws Exception {
        assertThat(failure(topics.partitions(name)).code()).isEqualTo(Code.UNKNOWN_TOPIC);
        createElsewhere(new NewTopic(name.value(), 3, (short) 1));

        assertThat(get(topics.partitions(name))).isEqualTo(3);
        assertThat(topics.knownPartitions(name)).isEqualTo(3);

        topics.forget(name);
        assertThat(topics.knownPartitions(name)).isZero();
    }

    @Test
    void theNamesAreSortedAndWithoutKafkasOwn() throws Exception {
        TopicName second = TopicName.of(name + "-2");
        TopicName first = TopicName.of(name + "-1");
        get(topics.create(second, SettingsChange.NONE));
        get(topics.create(first, SettingsChange.NONE));
        admin.createTopics(List.of(new NewTopic("__" + name, 1, (short) 1)))
                .all()
                .get();

        List<TopicName> names = get(topics.names());

        assertThat(names)
                .isSorted()
                .containsSubsequence(first, second)
                .noneMatch(each -> each.value().startsWith("__"));
    }

    @Test
    void aDescriptionTellsWhatEachPartitionHolds() {
        get(topics.create(name, new SettingsChange(2, null, null, null)));
        Instant before = Instant.ofEpochMilli(System.currentTimeMillis());
        append(new TopicPartition(name, 1), "a", "b", "c");

        List<PartitionDescription> partitions = get(topics.describe(name)).partitions();

        assertThat(partitions.get(0)).isEqualTo(new PartitionDescription(0, 0, 0, 0, null));
        PartitionDescription filled = partitions.get(1);
        assertThat(filled.partition()).isOne();
        assertThat(filled.logStartOffset()).isZero();
        assertThat(filled.logEndOffset()).isEqualTo(3);
        assertThat(filled.bytes()).isPositive();
        assertThat(filled.oldestMessage()).isBetween(before, Instant.now());
    }

    @Test
    void aTopicWithoutLimitsIsDescribedWithTheLongestAge() throws Exception {
        NewTopic request = new NewTopic(name.value(), Optional.of(1), Optional.empty())
                .configs(Map.of("retention.ms", "-1", "retention.bytes", "-1"));
        createElsewhere(request);

        TopicSettings settings = get(topics.describe(name)).settings();

        assertThat(settings.retentionAge()).isEqualTo(TopicConfigs.UNLIMITED_AGE);
        assertThat(settings.retentionBytes()).isEqualTo(TopicSettings.UNBOUNDED);
    }

    // Changing

    @Test
    void anUpdateChangesWhatItNamesAndNothingElse() throws Exception {
        get(topics.create(name, SettingsChange.NONE));

        TopicDescription grown = get(topics.update(name, new SettingsChange(3, null, null, null)));
        assertThat(grown.settings()).isEqualTo(DEFAULTS.withPartitions(3).withDurability(Durability.CLUSTER));
        assertThat(grown.partitions()).hasSize(3);
        assertThat(get(topics.partitions(name))).isEqualTo(3);

        TopicDescription shorter = get(topics.update(name, new SettingsChange(null, Duration.ofHours(1), null, null)));
        assertThat(shorter.settings()).isEqualTo(grown.settings().withRetentionAge(Duration.ofHours(1)));
        assertThat(config().get("segment.ms").value()).isEqualTo("360000");

        TopicDescription bounded = get(topics.update(name, new SettingsChange(null, null, 5_000L, null)));
        assertThat(bounded.settings()).isEqualTo(shorter.settings().withRetentionBytes(5_000));

        TopicDescription same = get(topics.update(name, new SettingsChange(null, null, null, Durability.FSYNC)));
        assertThat(same).isEqualTo(bounded);
    }

    @Test
    void aLongerAgeGivesSegmentsBackToKafkaAndThoseOfOthersStay() throws Exception {
        get(topics.create(name, new SettingsChange(1, Duration.ofHours(1), null, null)));
        get(topics.update(name, new SettingsChange(null, Duration.ofDays(365), null, null)));
        assertThat(config().get("segment.ms").value())
                .isEqualTo(Long.toString(Duration.ofDays(7).toMillis()));

        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name.value());
        Collection<AlterConfigOp> theirs =
                List.of(new AlterConfigOp(new ConfigEntry("segment.ms", "12345"), AlterConfigOp.OpType.SET));
        admin.incrementalAlterConfigs(Map.of(resource, theirs)).all().get();
        // The controller has it; what brokers tell, which is what an update looks at, follows.
        await().untilAsserted(
                        () -> assertThat(config().get("segment.ms").value()).isEqualTo("12345"));
        get(topics.update(name, new SettingsChange(null, Duration.ofHours(2), null, null)));
        assertThat(config().get("segment.ms").value()).isEqualTo("12345");
    }

    @Test
    void partitionsNeverShrink() {
        get(topics.create(name, new SettingsChange(3, null, null, null)));

        BrokerException refusal = failure(topics.update(name, new SettingsChange(2, null, null, null)));

        assertThat(refusal.code()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(refusal)
                .hasMessage("The number of partitions of topic '" + name
                        + "' is 2; accepted is 3 or more: partitions never shrink");
    }

    // Deleting

    @Test
    void aDeletedTopicIsGoneAndMayComeAgain() {
        get(topics.create(name, SettingsChange.NONE));
        append(new TopicPartition(name, 0), "a");

        get(topics.delete(name));

        assertThat(topics.knownPartitions(name)).isZero();
        assertThat(failure(topics.partitions(name)).code()).isEqualTo(Code.UNKNOWN_TOPIC);
        assertThat(get(topics.names())).doesNotContain(name);
        assertThat(get(topics.create(name, SettingsChange.NONE))
                        .partitions()
                        .get(0)
                        .logEndOffset())
                .isZero();
    }

    @Test
    void kafkasOwnTopicsAreNeitherChangedNorDeleted() throws Exception {
        String own = "__consumer_offsets";
        admin.listConsumerGroupOffsets(newGroup().value()).all().get();

        for (CompletableFuture<?> attempt : List.of(
                topics.delete(TopicName.of(own)),
                topics.update(TopicName.of(own), new SettingsChange(null, Duration.ofDays(1), null, null)))) {
            BrokerException refusal = failure(attempt);
            assertThat(refusal.code()).isEqualTo(Code.INVALID_ARGUMENT);
            assertThat(refusal).hasMessageContaining(own);
        }
    }

    private void createElsewhere(NewTopic request) throws Exception {
        admin.createTopics(List.of(request)).all().get();
        await().until(() -> admin.listTopics().names().get().contains(request.name()));
    }

    private Config config() throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name.value());
        return admin.describeConfigs(List.of(resource)).values().get(resource).get();
    }
}
