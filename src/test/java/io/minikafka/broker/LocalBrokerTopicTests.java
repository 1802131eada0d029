package io.minikafka.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.broker.BrokerException.Code;
import io.minikafka.store.Durability;
import io.minikafka.store.TopicDescription;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LocalBrokerTopicTests extends BrokerFixture {
    private static final SettingsChange THREE_PARTITIONS = new SettingsChange(3, null, null, null);

    @Test
    void aNewTopicGetsTheDefaultsWhereItsCreatorNamesNothing() {
        assertThat(get(broker.createTopic(TOPIC, SettingsChange.NONE)).settings())
                .isEqualTo(DEFAULTS);
        assertThat(get(broker.createTopic(TopicName.of("other"), THREE_PARTITIONS))
                        .settings())
                .isEqualTo(DEFAULTS.withPartitions(3));
    }

    @Test
    void aTopicThatExistsIsNotCreated() {
        store.createTopic(TOPIC, DEFAULTS);

        assertThat(failure(broker.createTopic(TOPIC, SettingsChange.NONE)).code())
                .isEqualTo(Code.TOPIC_EXISTS);
    }

    @Test
    void anUpdateChangesWhatItNames() {
        TopicSettings before = new TopicSettings(1, Duration.ofHours(1), 1_000, Durability.OS);
        store.createTopic(TOPIC, before);

        TopicDescription after = get(broker.updateTopic(TOPIC, new SettingsChange(2, null, 2_000L, Durability.FSYNC)));

        assertThat(after.settings()).isEqualTo(new TopicSettings(2, Duration.ofHours(1), 2_000, Durability.FSYNC));
        assertThat(after.partitions()).hasSize(2);
        assertThat(store.settings(TOPIC)).isEqualTo(after.settings());
    }

    @Test
    void updatesAtTheSameTimeDoNotUndoEachOther() {
        store.createTopic(TOPIC, DEFAULTS);
        List<CompletableFuture<?>> updates = new ArrayList<>();
        for (int i = 1; i <= 200; i++) {
            updates.add(broker.updateTopic(TOPIC, new SettingsChange(i, null, null, null)));
            updates.add(broker.updateTopic(TOPIC, new SettingsChange(null, Duration.ofSeconds(i), null, null)));
        }
        updates.forEach(BrokerFixture::get);

        assertThat(store.settings(TOPIC))
                .isEqualTo(DEFAULTS.withPartitions(200).withRetentionAge(Duration.ofSeconds(200)));
    }

    @Test
    void impossibleSettingsAreRefused() {
        store.createTopic(TOPIC, DEFAULTS.withPartitions(2));

        List<CompletableFuture<?>> refused = List.of(
                broker.createTopic(TopicName.of("other"), new SettingsChange(0, null, null, null)),
                broker.createTopic(TopicName.of("other"), new SettingsChange(null, Duration.ZERO, null, null)),
                broker.updateTopic(TOPIC, new SettingsChange(null, null, -1L, null)),
                broker.updateTopic(TOPIC, new SettingsChange(1, null, null, null)));

        assertThat(refused)
                .allSatisfy(future -> assertThat(failure(future).code()).isEqualTo(Code.INVALID_ARGUMENT));
        assertThat(store.topics()).containsExactly(TOPIC);
        assertThat(store.settings(TOPIC)).isEqualTo(DEFAULTS.withPartitions(2));
    }

    @Test
    void topicsAreListedDescribedCountedAndDeleted() {
        store.createTopic(TopicName.of("b"), DEFAULTS);
        store.createTopic(TopicName.of("a"), DEFAULTS.withPartitions(4));
        assertThat(get(broker.topics())).extracting(TopicName::value).containsExactly("a", "b");
        assertThat(get(broker.partitionCount(TopicName.of("a")))).isEqualTo(4);
        assertThat(get(broker.describeTopic(TopicName.of("a"))).partitions()).hasSize(4);

        get(broker.deleteTopic(TopicName.of("a")));

        assertThat(get(broker.topics())).extracting(TopicName::value).containsExactly("b");
    }

    @Test
    void whatDoesNotExistIsUnknown() {
        assertThat(List.<CompletableFuture<?>>of(
                        broker.updateTopic(TOPIC, THREE_PARTITIONS),
                        broker.deleteTopic(TOPIC),
                        broker.describeTopic(TOPIC),
                        broker.partitionCount(TOPIC)))
                .allSatisfy(future -> {
                    assertThat(failure(future).code()).isEqualTo(Code.UNKNOWN_TOPIC);
                    assertThat(failure(future)).hasMessageContaining("orders");
                });
    }
}
