package io.minikafka.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.broker.BrokerException;
import io.minikafka.broker.Delivery;
import io.minikafka.broker.FetchLimits;
import io.minikafka.broker.GroupListener;
import io.minikafka.broker.GroupMember;
import io.minikafka.broker.GroupOptions;
import io.minikafka.group.Acknowledgement;
import io.minikafka.group.GroupName;
import io.minikafka.group.MemberSpec;
import io.minikafka.group.StartAt;
import io.minikafka.store.TopicName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Members of groups over a real cluster, which another producer fills. */
@ExtendWith(OutputCaptureExtension.class)
class KafkaMembersTests {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final FetchLimits ONE = new FetchLimits(1, 1 << 20);
    private static final FetchLimits MANY = new FetchLimits(1_000, 1 << 20);

    private final String name = "t" + UUID.randomUUID();
    private final TopicName topic = TopicName.of(name);
    private final GroupName group = GroupName.of("g-" + name);
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final KafkaSettings settings = KafkaSettings.of(TestCluster.shared().bootstrapServers());
    private final KafkaClients clients = new KafkaClients(settings, ClientListener.NONE);
    private final Admin admin = clients.admin();
    private final ClusterWatch cluster = new ClusterWatch(admin, settings, timer);
    private final SkippedMessages skipped = new SkippedMessages();
    private final KafkaMembers members = new KafkaMembers(
            clients,
            cluster,
            skipped,
            new GroupOptions(Duration.ofSeconds(5), Duration.ofDays(7)),
            task -> new Thread(task).start(),
            timer);
    private Producer<byte[], byte[]> producer;

    @BeforeEach
    void produceFromElsewhere() throws Exception {
        producer = new KafkaClients(
                        new KafkaSettings(
                                Map.of("bootstrap.servers", TestCluster.shared().bootstrapServers()),
                                Map.of(),
                                Map.of(),
                                KafkaSettings.CLUSTER_DEFAULT,
                                Duration.ofSeconds(10),
                                1),
                        ClientListener.NONE)
                .producer();
    }

    @AfterEach
    void close() {
        members.close();
        producer.close();
        cluster.close();
        admin.close();
        timer.shutdownNow();
    }

    private void createTopic(int partitions) throws Exception {
        admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                .all()
                .get();
    }

    private void produce(int partition, String... values) {
        for (String value : values) {
            await().until(() -> {
                try {
                    producer.send(new ProducerRecord<>(name, partition, null, value.getBytes(StandardCharsets.UTF_8)))
                            .get();
                    return true;
                } catch (Exception e) {
                    return false;
                }
            });
        }
    }

    private GroupMember join(String member, StartAt startAt, Duration maxPollInterval, Duration commitInterval) {
        return get(members.join(
                group,
                new MemberSpec(
                        member,
                        Set.of(topic),
                        startAt,
                        maxPollInterval,
                        commitInterval,
                        Map.of("heartbeat.interval.ms", "100")),
                GroupListener.NONE));
    }

    private GroupMember join(String member) {
        return join(member, StartAt.EARLIEST, Duration.ofMinutes(5), Duration.ZERO);
    }

    private static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("No result", e);
        }
    }

    private static List<String> texts(Delivery delivery) {
        return delivery.messages().stream()
                .map(message -> message.value().toUtf8())
                .toList();
    }

    private static List<String> poll(GroupMember member, int count) {
        List<String> all = new ArrayList<>();
        while (all.size() < count) {
            Delivery delivery = get(member.poll(ONE, LONG));
            assertThat(delivery.isEmpty()).as("after %s", all).isFalse();
            all.addAll(texts(delivery));
        }
        return all;
    }

    private void acknowledge(GroupMember member, int partition, long offset) {
        get(member.acknowledge(
                List.of(new Acknowledgement(new io.minikafka.store.TopicPartition(topic, partition), offset))));
    }

    private Long committed(int partition) throws Exception {
        OffsetAndMetadata offset = admin.listConsumerGroupOffsets(group.value())
                .partitionsToOffsetAndMetadata()
                .get()
                .get(new TopicPartition(name, partition));
        return offset == null ? null : offset.offset();
    }

    @Test
    void aMemberReadsAndGoesOnAfterWhatItAcknowledged() throws Exception {
        createTopic(1);
        produce(0, "a", "b", "c");
        GroupMember one = join("one");
        assertThat(poll(one, 2)).containsExactly("a", "b");
        acknowledge(one, 0, 0);
        assertThat(committed(0)).isEqualTo(1);
        get(one.leave());

        assertThat(poll(join("two"), 2)).containsExactly("b", "c");
    }

    @Test
    void acknowledgementsAreCommittedWithinTheirIntervalAtAFlushAndOnLeaving() throws Exception {
        createTopic(1);
        produce(0, "a", "b", "c");
        GroupMember one = join("one", StartAt.EARLIEST, Duration.ofMinutes(5), Duration.ofMillis(300));
        poll(one, 3);
        acknowledge(one, 0, 0);
        await().until(() -> committed(0) != null && committed(0) == 1);
        get(one.leave());
        GroupMember two = join("two", StartAt.EARLIEST, Duration.ofMinutes(5), Duration.ofHours(1));
        poll(two, 1);
        acknowledge(two, 0, 1);
        get(two.flush());
        assertThat(committed(0)).isEqualTo(2);
        poll(two, 1);
        acknowledge(two, 0, 2);
        get(two.leave());
        assertThat(committed(0)).isEqualTo(3);
    }

    @Test
    void acknowledgingBeyondWhatWasDeliveredIsCut() throws Exception {
        createTopic(1);
        produce(0, "a", "b", "c");
        GroupMember one = join("one");
        poll(one, 2);
        acknowledge(one, 0, 100);
        assertThat(committed(0)).isEqualTo(2);
    }

    @Test
    void twoMembersShareAndAPartitionMovesOnceItsMessagesAreAcknowledged() throws Exception {
        createTopic(2);
        produce(0, "a0", "a1");
        produce(1, "b0", "b1");
        GroupMember one = join("one");
        List<String> first = poll(one, 2);
        assertThat(first).containsExactlyInAnyOrder("a0", "b0");
        GroupMember two = join("two");
        CompletableFuture<Delivery> waiting = two.poll(ONE, LONG);
        acknowledge(one, 0, 0);
        acknowledge(one, 1, 0);
        assertThat(texts(get(waiting))).hasSize(1).isSubsetOf("a1", "b1");
        await().until(() -> one.assignment().size() == 1 && two.assignment().size() == 1);
        assertThat(poll(one, 1)).isSubsetOf("a1", "b1").isNotEqualTo(texts(get(waiting)));

        CompletableFuture<Void> refused = two.acknowledge(
                List.of(new Acknowledgement(one.assignment().iterator().next(), 0)));
        assertThat(refused)
                .failsWithin(LONG)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(BrokerException.class)
                .withMessageContaining("two");
    }

    @Test
    void aTopicThatAppearsWakesThePollWithItsFirstMessageEvenForWhoStartsAtTheEnd() throws Exception {
        GroupMember one = join("one", StartAt.LATEST, Duration.ofMinutes(5), Duration.ZERO);
        CompletableFuture<Delivery> waiting = one.poll(ONE, LONG);
        createTopic(1);
        produce(0, "first");
        assertThat(texts(get(waiting))).containsExactly("first");
    }

    @Test
    void whoStartsAtTheEndMissesNothingFromTheMomentItJoined() throws Exception {
        createTopic(1);
        produce(0, "old");
        GroupMember one = join("one", StartAt.LATEST, Duration.ofMinutes(5), Duration.ZERO);
        produce(0, "new");
        assertThat(poll(one, 1)).containsExactly("new");
        get(one.leave());
        assertThat(poll(join("two"), 1)).containsExactly("new");
    }

    @Test
    void aMemberThatShowsNothingForTooLongLosesItsPartitionsAndPollsItsWayBack() throws Exception {
        createTopic(1);
        produce(0, "a", "b");
        GroupMember one = join("one", StartAt.EARLIEST, Duration.ofSeconds(3), Duration.ZERO);
        assertThat(poll(one, 1)).containsExactly("a");
        await().until(() -> one.assignment().isEmpty());
        assertThat(one.flush()).as("there is nothing to commit").succeedsWithin(LONG);
        assertThat(poll(one, 2)).containsExactly("a", "b");
    }

    @Test
    void messagesThatLeftBeforeTheyWereReadAreToldCountedAndLogged(CapturedOutput output) throws Exception {
        createTopic(1);
        produce(0, "a", "b", "c", "d");
        GroupMember one = join("one");
        poll(one, 1);
        acknowledge(one, 0, 0);
        get(one.leave());
        admin.deleteRecords(Map.of(
                        new TopicPartition(name, 0), org.apache.kafka.clients.admin.RecordsToDelete.beforeOffset(3)))
                .all()
                .get();
        Delivery delivery = get(join("two").poll(MANY, LONG));
        assertThat(texts(delivery)).containsExactly("d");
        assertThat(delivery.skipped()).isEqualTo(2);
        assertThat(skipped.of(group, new io.minikafka.store.TopicPartition(topic, 0)))
                .isEqualTo(2);
        assertThat(output.toString()).contains("2 messages left by retention", group.value());
    }

    @Test
    void muchMoreThanAMemberHoldsComesInOrder() throws Exception {
        createTopic(1);
        int total = 10_000;
        produce(0, "0");
        for (int i = 1; i < total; i++) {
            producer.send(
                    new ProducerRecord<>(name, 0, null, Integer.toString(i).getBytes(StandardCharsets.UTF_8)));
        }
        producer.flush();
        GroupMember one = join("one", StartAt.EARLIEST, Duration.ofMinutes(5), Duration.ofSeconds(5));
        for (int i = 0; i < total; i++) {
            Delivery delivery = get(one.poll(ONE, LONG));
            assertThat(texts(delivery)).containsExactly(Integer.toString(i));
        }
    }
}
