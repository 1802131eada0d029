package io.minikafka.client;

import static io.minikafka.client.Failing.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.client.MinikafkaException.Kind;
import io.minikafka.client.TopicInfo.PartitionInfo;
import io.minikafka.store.MutableClock;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.memory.InMemoryMessageStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TopicsTests {
    private final MutableClock clock = MutableClock.started();
    private TestServer server;
    private MinikafkaClient client;
    private Topics topics;

    @BeforeEach
    void start() {
        server = new TestServer(new InMemoryMessageStore(StoreLimits.DEFAULT, clock));
        client = server.client();
        topics = client.topics();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void aTopicIsCreatedWithWhatTheConfigNames() {
        TopicConfig config = TopicConfig.DEFAULT
                .withPartitions(2)
                .withRetentionAge(Duration.ofMillis(90_001))
                .withRetentionBytes(1_000_000)
                .withDurability(Durability.OS);
        TopicInfo created = topics.create("t", config);
        assertThat(created.name()).isEqualTo("t");
        assertThat(created.retentionAge()).isEqualTo(Duration.ofMillis(90_001));
        assertThat(created.retentionBytes()).isEqualTo(1_000_000);
        assertThat(created.durability()).isEqualTo(Durability.OS);
        assertThat(created.partitions()).hasSize(2);
        assertThat(topics.describe("t")).isEqualTo(created);
    }

    @Test
    void whatTheConfigLeavesOpenIsTheServersDefault() {
        TopicInfo created = topics.create("t", TopicConfig.DEFAULT);
        assertThat(created.partitions()).hasSize(1);
        assertThat(created.retentionAge()).isEqualTo(Duration.ofDays(7));
        assertThat(created.retentionBytes()).isZero();
        assertThat(created.durability()).isEqualTo(Durability.FSYNC);
    }

    @Test
    void anUpdateChangesWhatTheConfigNamesAndNothingElse() {
        topics.create("t", TopicConfig.DEFAULT.withRetentionBytes(5).withPartitions(2));
        TopicInfo updated = topics.update(
                "t", TopicConfig.DEFAULT.withRetentionAge(Duration.ofHours(1)).withPartitions(3));
        assertThat(updated.retentionAge()).isEqualTo(Duration.ofHours(1));
        assertThat(updated.retentionBytes()).isEqualTo(5);
        assertThat(updated.partitions()).hasSize(3);
    }

    @Test
    void partitionsAreDescribed() {
        Instant first = clock.instant();
        client.produce("t", List.of(ProducerMessage.utf8("a")));
        clock.advance(Duration.ofSeconds(1));
        client.produce("t", List.of(ProducerMessage.utf8("b")));
        PartitionInfo partition = topics.describe("t").partitions().get(0);
        assertThat(partition.partition()).isZero();
        assertThat(partition.logStartOffset()).isZero();
        assertThat(partition.logEndOffset()).isEqualTo(2);
        assertThat(partition.bytes()).isPositive();
        assertThat(partition.oldestMessage()).isEqualTo(first);
    }

    @Test
    void anEmptyPartitionHasNoOldestMessage() {
        topics.create("t", TopicConfig.DEFAULT);
        assertThat(topics.describe("t").partitions().get(0).oldestMessage()).isNull();
    }

    @Test
    void topicsAreListedByName() {
        topics.create("b", TopicConfig.DEFAULT);
        topics.create("a", TopicConfig.DEFAULT);
        assertThat(topics.list()).containsExactly("a", "b");
        topics.delete("a");
        assertThat(topics.list()).containsExactly("b");
    }

    @Test
    void failuresAreTyped() {
        topics.create("t", TopicConfig.DEFAULT.withPartitions(2));
        assertFails(Kind.ALREADY_EXISTS, () -> topics.create("t", TopicConfig.DEFAULT));
        assertFails(Kind.NOT_FOUND, () -> topics.describe("other"));
        assertFails(Kind.NOT_FOUND, () -> topics.delete("other"));
        assertFails(Kind.NOT_FOUND, () -> topics.update("other", TopicConfig.DEFAULT));
        assertFails(Kind.INVALID_ARGUMENT, () -> topics.create("../x", TopicConfig.DEFAULT));
        assertFails(Kind.INVALID_ARGUMENT, () -> topics.update("t", TopicConfig.DEFAULT.withPartitions(1)));
        assertFails(
                Kind.INVALID_ARGUMENT, () -> topics.create("u", TopicConfig.DEFAULT.withDurability(Durability.MEMORY)));
    }
}
