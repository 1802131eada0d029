package io.minikafka.grpc;

import static io.minikafka.grpc.TestConsumer.joining;
import static io.minikafka.grpc.TestConsumer.upTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.minikafka.broker.Broker;
import io.minikafka.broker.DelegatingBroker;
import io.minikafka.broker.DelegatingMember;
import io.minikafka.broker.Delivery;
import io.minikafka.broker.FetchLimits;
import io.minikafka.broker.GroupListener;
import io.minikafka.broker.GroupMember;
import io.minikafka.group.GroupDescription.MemberDescription;
import io.minikafka.group.GroupDescription.PartitionProgress;
import io.minikafka.group.GroupName;
import io.minikafka.group.MemberSpec;
import io.minikafka.grpc.TestConsumer.Delivered;
import io.minikafka.store.Bytes;
import io.minikafka.store.DataLossException;
import io.minikafka.store.DelegatingStore;
import io.minikafka.store.Durability;
import io.minikafka.store.Message;
import io.minikafka.store.ReadResult;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.TopicSettings;
import io.minikafka.v1.ConsumeRequest.Join;
import io.minikafka.v1.ConsumeResponse.Acknowledged;
import io.minikafka.v1.ConsumeResponse.Damaged;
import io.minikafka.v1.ConsumeResponse.Messages;
import io.minikafka.v1.StartAt;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A stream's life as a group's member, from joining to leaving. */
class ConsumeTests extends DoorFixture {
    private static final TopicName TOPIC = TopicName.of("orders");
    private static final TopicSettings SETTINGS = TopicSettings.DEFAULT.withDurability(Durability.OS);
    private static final GroupName GROUP = GroupName.of("billing");

    @Override
    void connected() {}

    // Reading

    @Test
    void aMemberGetsWhatIsThereAndThenWhatArrives() {
        store.createTopic(TOPIC, SETTINGS);
        append(0, "a", "b");
        TestConsumer consumer = join().credit(100);

        assertThat(consumer.texts(2)).containsExactly("a", "b");
        append(0, "c");
        assertThat(consumer.texts(1)).containsExactly("c");
        append(0, "d", "e");
        assertThat(consumer.texts(2)).containsExactly("d", "e");
    }

    @Test
    void theAnswerToJoiningIsTheAssignment() {
        store.createTopic(TOPIC, SETTINGS.withPartitions(3));

        assertThat(join().assignment()).containsExactlyInAnyOrder(partition(0), partition(1), partition(2));
    }

    @Test
    void theLatestIsWhatIsAppendedAfterJoining() {
        store.createTopic(TOPIC, SETTINGS);
        append(0, "before");
        TestConsumer consumer = join(joining("billing", "orders").setStartAt(StartAt.START_AT_LATEST));
        append(0, "after");

        assertThat(consumer.credit(1).texts(1)).containsExactly("after");
    }

    @Test
    void aTopicThatComesLaterIsRead() {
        TestConsumer consumer = join().credit(10);
        assertThat(consumer.assignment()).isEmpty();

        store.createTopic(TOPIC, SETTINGS);
        append(0, "a");

        assertThat(consumer.texts(1)).containsExactly("a");
        assertThat(consumer.awaitAssignment(all -> !all.isEmpty())).containsExactly(partition(0));
    }

    @Test
    void whatRetentionTookBeforeTheGroupReadItIsTold() {
        store.createTopic(TOPIC, SETTINGS.withRetentionAge(Duration.ofSeconds(1)));
        append(0, "a", "b", "c");
        TestConsumer consumer = join().credit(1);
        assertThat(consumer.texts(1)).containsExactly("a");
        assertThat(consumer.acknowledge(upTo("orders", 0, 0))).isEmpty();
        assertThat(consumer.leave()).isEqualTo(Status.OK);
        clock.advance(Duration.ofSeconds(1));
        append(0, "d", "e");

        Messages response = join().credit(10).response();

        assertThat(response.getSkipped()).isEqualTo(2);
        assertThat(response.getMessages(0).getOffset()).isEqualTo(3);
    }

    @Test
    void damagedMessagesAreToldAndDeliveryGoesOnAfterThem() {
        store.createTopic(TOPIC, SETTINGS);
        append(0, "a", "b", "c");
        try (TestDoor damaged = new TestDoor(new DelegatingStore(store) {
            @Override
            public ReadResult read(TopicPartition partition, long offset, int maxMessages, int maxBytes) {
                if (offset == 1) {
                    throw new DataLossException(partition, 1, 2);
                }
                return super.read(partition, offset, 1, maxBytes);
            }
        })) {
            TestConsumer consumer = TestConsumer.join(damaged.channel, joining("billing", "orders"))
                    .credit(10);

            assertThat(consumer.texts(2)).containsExactly("a", "c");
            Damaged told = consumer.damaged();
            assertThat(told.getTopic()).isEqualTo("orders");
            assertThat(told.getPartition()).isZero();
            assertThat(told.getNextOffset()).isEqualTo(2);
            assertThat(told.getDescription()).contains("reading can go on at 2");
        }
    }

    // Credit

    @Test
    void noMoreIsSentThanThereIsCreditFor() {
        store.createTopic(TOPIC, SETTINGS.withPartitions(2));
        appendMany(0, 50, 10);
        appendMany(1, 50, 10);
        TestConsumer consumer = join();
        int granted = 0;
        for (int credit : new int[] {1, 7, 30, 2}) {
            consumer.credit(credit);
            assertThat(consumer.messages(credit)).hasSize(credit);
            granted += credit;
            // The answer comes after whatever was sent before.
            consumer.acknowledge();
            assertThat(consumer.messagesWaiting()).isZero();
        }
        consumer.credit(1_000);

        assertThat(consumer.messages(100 - granted)).hasSize(100 - granted);
    }

    @Test
    void grantsAddUp() {
        store.createTopic(TOPIC, SETTINGS);
        TestConsumer consumer = join().credit(2).credit(3);
        appendMany(0, 10, 10);

        assertThat(consumer.messages(5)).hasSize(5);
        consumer.acknowledge();
        assertThat(consumer.messagesWaiting()).isZero();
    }

    @Test
    void responsesKeepTheLimitsAskedForOrTheServersOwn() {
        store.createTopic(TOPIC, SETTINGS);
        appendMany(0, 1_000, 1_000);

        assertThat(join(joining("few", "orders").setMaxMessages(7))
                        .credit(1_000)
                        .response()
                        .getMessagesCount())
                .isEqualTo(7);
        assertThat(join(joining("small", "orders").setMaxBytes(3_500))
                        .credit(1_000)
                        .response()
                        .getMessagesCount())
                .isEqualTo(3);
        assertThat(join(joining("default", "orders")).credit(1_000).response().getSerializedSize())
                .isBetween(100_000, ReplyLimits.DEFAULT.defaultPushBytes());
    }

    @Test
    void whatIsSentWaitsForTheClientToReadAndItsAcknowledgementsDoNot() {
        store.createTopic(TOPIC, SETTINGS);
        appendMany(0, 30_000, 1_000);
        AtomicInteger polled = new AtomicInteger();
        try (TestDoor watched = new TestDoor(store, broker -> countingPolled(broker, polled), builder -> builder)) {
            TestConsumer stalled = TestConsumer.stalled(watched.channel);
            stalled.send(joining("billing", "orders"));
            stalled.credit(30_000);
            stalled.call.request(2);
            int read = stalled.response().getMessagesCount();

            stalled.acknowledging(upTo("orders", 0, read - 1));
            await().until(() -> committed(watched, 0).equals(OptionalLong.of(read)));
            // 1 MiB fits the client's window, one response the server's buffer; 30 MB are there.
            assertThat(polled).hasValueLessThan(5_000);

            stalled.call.request(Integer.MAX_VALUE - 2);
            stalled.messages(30_000 - read);
        }
    }

    private static Broker countingPolled(Broker broker, AtomicInteger polled) {
        return new DelegatingBroker(broker) {
            @Override
            public CompletableFuture<GroupMember> joinGroup(
                    GroupName group, MemberSpec member, GroupListener listener) {
                return super.joinGroup(group, member, listener).thenApply(joined -> new DelegatingMember(joined) {
                    @Override
                    public CompletableFuture<Delivery> poll(FetchLimits limits, Duration maxWait) {
                        CompletableFuture<Delivery> poll = super.poll(limits, maxWait);
                        poll.thenAccept(
                                delivery -> polled.addAndGet(delivery.messages().size()));
                        return poll;
                    }
                });
            }
        };
    }

    @Test
    void aLongBacklogInSmallResponsesArrivesWholeAndInOrder() {
        int count = 20_000;
        store.createTopic(TOPIC, SETTINGS);
        appendMany(0, count, 10);
        TestConsumer consumer =
                join(joining("billing", "orders").setMaxMessages(3)).credit(count);

        assertThat(consumer.messages(count).stream().map(Delivered::offset))
                .isEqualTo(LongStream.range(0, count).boxed().toList());
    }

    // Acknowledging

    @Test
    void whatIsAcknowledgedIsCommittedAndTheRestIsDeliveredAgain() {
        store.createTopic(TOPIC, SETTINGS);
        append(0, "a", "b", "c");
        TestConsumer first = join().credit(3);
        assertThat(first.texts(3)).containsExactly("a", "b", "c");

        assertThat(first.acknowledge(upTo("orders", 0, 0))).isEmpty();

        assertThat(committed(0)).hasValue(1);
        assertThat(first.leave()).isEqualTo(Status.OK);
        assertThat(join().credit(3).texts(2)).containsExactly("b", "c");
    }

    @Test
    void acknowledgementsAreAnsweredInTheirOrderAlsoWithoutCredit() {
        int count = 3_000;
        store.createTopic(TOPIC, SETTINGS);
        appendMany(0, count, 10);
        TestConsumer consumer = join().credit(count);
        consumer.messages(count);
        for (int i = 0; i < count; i++) {
            // Every other one names a partition that is not there, so that answers can be told apart.
            consumer.acknowledging(upTo("orders", i % 2 == 0 ? 0 : i, i));
        }

        for (int i = 0; i < count; i++) {
            List<Acknowledged.Refusal> refused = consumer.acknowledged().getRefusalsList();
            if (i % 2 == 0) {
                assertThat(refused).isEmpty();
            } else {
                assertThat(refused)
                        .singleElement()
                        .extracting(Acknowledged.Refusal::getPartition)
                        .isEqualTo(i);
            }
        }
        assertThat(committed(0)).hasValue(count - 1);
    }

    @Test
    void ofSeveralOffsetsOfAPartitionTheGreatestCounts() {
        store.createTopic(TOPIC, SETTINGS);
        append(0, "a", "b", "c");
        TestConsumer consumer = join().credit(3);
        consumer.messages(3);

        assertThat(consumer.acknowledge(upTo("orders", 0, 2), upTo("orders", 0, 0)))
                .isEmpty();

        assertThat(committed(0)).hasValue(3);
    }

    @Test
    void aFormerOwnersAcknowledgementIsRefusedAndNamesThePartition() {
        store.createTopic(TOPIC, SETTINGS.withPartitions(2));
        append(0, "a");
        append(1, "b");
        TestConsumer first = join().credit(2);
        first.messages(2);
        TestConsumer second = join();
        Set<TopicPartition> left = first.awaitAssignment(all -> all.size() == 1);
        Set<TopicPartition> moved = second.awaitAssignment(all -> all.size() == 1);

        List<Acknowledged.Refusal> refused = first.acknowledge(upTo("orders", 0, 0), upTo("orders", 1, 0));

        int lost = moved.iterator().next().partition();
        assertThat(refused).singleElement().satisfies(refusal -> {
            assertThat(refusal.getTopic()).isEqualTo("orders");
            assertThat(refusal.getPartition()).isEqualTo(lost);
            assertThat(refusal.getReason()).contains("orders-" + lost);
        });
        assertThat(committed(left.iterator().next().partition())).hasValue(1);
        assertThat(committed(lost)).isEmpty();
        assertThat(second.credit(1).messages(1).get(0).partition()).isEqualTo(lost);
        assertThat(first.call.hasEnded()).isFalse();
    }

    // Sharing

    @Test
    void twoMembersShareATopicAndWhoStaysGoesOnFromTheCommittedOffsets() {
        store.createTopic(TOPIC, SETTINGS.withPartitions(4));
        TestConsumer first = join().credit(1_000);
        TestConsumer second = join().credit(1_000);
        first.awaitAssignment(all -> all.size() == 2);
        second.awaitAssignment(all -> all.size() == 2);
        Set<TopicPartition> both = new HashSet<>(first.assignment());
        both.addAll(second.assignment());
        assertThat(both).hasSize(4);
        IntStream.range(0, 4).forEach(p -> append(p, p + ":a", p + ":b"));

        assertThat(partitionsOf(first.messages(4))).isEqualTo(first.assignment());
        List<Delivered> ofSecond = second.messages(4);
        assertThat(partitionsOf(ofSecond)).isEqualTo(second.assignment());
        // Acknowledges the first message of each of its partitions, and leaves.
        ofSecond.stream()
                .filter(message -> message.offset() == 0)
                .forEach(
                        message -> assertThat(second.acknowledge(upTo(message))).isEmpty());
        Set<TopicPartition> given = second.assignment();
        assertThat(second.leave()).isEqualTo(Status.OK);

        assertThat(first.awaitAssignment(all -> all.size() == 4)).isEqualTo(both);
        assertThat(first.texts(2))
                .containsExactlyInAnyOrderElementsOf(
                        given.stream().map(p -> p.partition() + ":b").toList());
    }

    @Test
    void twoGroupsEachGetEverything() {
        store.createTopic(TOPIC, SETTINGS);
        append(0, "a", "b");

        assertThat(join(joining("one", "orders")).credit(2).texts(2)).containsExactly("a", "b");
        assertThat(join(joining("other", "orders")).credit(2).texts(2)).containsExactly("a", "b");
    }

    @Test
    void aMemberWithoutCreditLosesItsPartitionsAfterTheMaxPollIntervalAndGetsAShareOnceItReadsAgain() {
        store.createTopic(TOPIC, SETTINGS);
        append(0, "a");
        TestConsumer idle = join(joining("billing", "orders").setMaxPollInterval(ProtoTime.of(Duration.ofMillis(300))));
        TestConsumer waiting = join().credit(1);

        assertThat(waiting.texts(1)).containsExactly("a");
        assertThat(idle.awaitAssignment(Set::isEmpty)).isEmpty();
        assertThat(idle.call.hasEnded()).isFalse();
        assertThat(waiting.leave()).isEqualTo(Status.OK);

        // Some is left when it has the message: with none it would lose its share once more.
        assertThat(idle.credit(2).texts(1)).containsExactly("a");
        assertThat(idle.awaitAssignment(all -> !all.isEmpty())).containsExactly(partition(0));
    }

    // Ends

    @Test
    void aHalfCloseIsAnsweredByOkAfterTheAcknowledgementsAndTheMemberIsGone() {
        store.createTopic(TOPIC, SETTINGS);
        append(0, "a", "b");
        TestConsumer consumer = join().credit(2);
        consumer.messages(2);
        consumer.acknowledging(upTo("orders", 0, 0));
        consumer.acknowledging(upTo("orders", 0, 1));

        assertThat(consumer.leave()).isEqualTo(Status.OK);

        assertThat(consumer.acknowledged().getRefusalsList()).isEmpty();
        assertThat(consumer.acknowledged().getRefusalsList()).isEmpty();
        assertThat(members()).isEmpty();
        assertThat(committed(0)).hasValue(2);
    }

    @Test
    void aCancelledCallLeavesAtOnce() {
        store.createTopic(TOPIC, SETTINGS);
        append(0, "a");
        TestConsumer first = join().credit(5);
        first.messages(1);
        TestConsumer second = join().credit(5);

        first.call.cancel();

        assertThat(second.texts(1)).containsExactly("a");
        assertThat(members()).hasSize(1);
    }

    @Test
    void aBrokenConnectionLeavesAtOnce() {
        store.createTopic(TOPIC, SETTINGS);
        append(0, "a");
        ManagedChannel other = TestDoor.clientOf(door.port()).build();
        TestConsumer first =
                TestConsumer.join(other, joining("billing", "orders")).credit(5);
        first.messages(1);
        TestConsumer second = join().credit(5);

        other.shutdownNow();

        assertThat(second.texts(1)).containsExactly("a");
    }

    @Test
    void aDrainingServiceEndsStreamsAsUnavailableWithCreditOrWithout() {
        store.createTopic(TOPIC, SETTINGS);
        append(0, "a");
        TestConsumer reading = join().credit(5);
        reading.messages(1);
        TestConsumer idle = join(joining("other", "orders"));
        reading.acknowledging(upTo("orders", 0, 0));
        reading.acknowledged();

        door.broker.drain();
        door.consumers.drain();

        assertThat(reading.call.status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(idle.call.status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(committed(0)).hasValue(1);
        TestConsumer late = TestConsumer.open(door.channel);
        assertThat(late.call.status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void aCallWithoutAnyRequestEndsWithOk() {
        assertThat(TestConsumer.open(door.channel).leave()).isEqualTo(Status.OK);
    }

    // Refusals

    @Test
    void joinsThatCanNeverBeRightAreRefusedWithLimitAndValue() {
        assertRefused(joining("", "orders"), "0 bytes", "1 to 255");
        assertRefused(joining("g".repeat(256), "orders"), "256 bytes", "1 to 255");
        assertRefused(joining("g"), "number of topics is 0", "1 to 10000");
        assertRefused(
                Join.newBuilder().setGroup("g").addAllTopics(Collections.nCopies(10_001, "t")), "is 10001", "10000");
        assertRefused(joining("g", "a/b"), "topic name");
        assertRefused(joining("g", "t").setMember("m".repeat(256)), "256 bytes", "255");
        assertRefused(joining("g", "t").setStartAtValue(7), "start_at is 7", "START_AT_LATEST");
        assertRefused(joining("g", "t").setMaxMessages(-1), "max_messages is -1");
        assertRefused(joining("g", "t").setMaxBytes(-1), "max_bytes is -1");
        assertRefused(joining("g", "t").setMaxPollInterval(ProtoTime.of(Duration.ZERO)), "max poll interval", "1 ms");
        assertRefused(
                joining("g", "t").setMaxPollInterval(ProtoTime.of(Duration.ofDays(25))), "2160000 s", "2147483647 ms");
    }

    private void assertRefused(Join.Builder join, String... said) {
        TestConsumer consumer = TestConsumer.open(door.channel);
        consumer.send(join);
        assertInvalid(consumer, said);
    }

    private static void assertInvalid(TestConsumer consumer, String... said) {
        assertThat(consumer.call.status().getCode())
                .as("%s", consumer.call.status())
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(consumer.call.status().getDescription()).contains(said);
    }

    @Test
    void theFirstRequestMustJoinAndNoOtherOneMay() {
        assertInvalid(TestConsumer.open(door.channel).credit(1), "not joined");
        TestConsumer acknowledging = TestConsumer.open(door.channel);
        acknowledging.acknowledging(upTo("orders", 0, 0));
        assertInvalid(acknowledging, "not joined");
        TestConsumer twice = join();
        twice.send(joining("billing", "orders"));
        assertInvalid(twice, "joined already");
        TestConsumer empty = join();
        empty.call.send(io.minikafka.v1.ConsumeRequest.getDefaultInstance());
        assertInvalid(empty, "empty");
        await().until(() -> members().isEmpty());
    }

    @Test
    void creditAndOffsetsMustBeWithinTheirBounds() {
        assertInvalid(join().credit(0), "granted is 0");
        assertInvalid(join().credit(-3), "granted is -3");
        assertInvalid(join().credit(Integer.MAX_VALUE).credit(1), "granted is 1", "2147483647 is left");
        TestConsumer negative = join();
        negative.acknowledging(upTo("orders", 0, -1));
        assertInvalid(negative, "-1");
        TestConsumer nameless = join();
        nameless.acknowledging(upTo("", 0, 0));
        assertInvalid(nameless, "topic name");
    }

    @Test
    void whatWasTakenBeforeAMalformedRequestIsAnswered() {
        store.createTopic(TOPIC, SETTINGS);
        append(0, "a");
        TestConsumer consumer = join().credit(1);
        consumer.messages(1);
        consumer.acknowledging(upTo("orders", 0, 0));
        consumer.credit(-1);

        assertInvalid(consumer, "granted is -1");
        assertThat(consumer.acknowledged().getRefusalsList()).isEmpty();
        assertThat(committed(0)).hasValue(1);
    }

    private TestConsumer join() {
        return join(joining("billing", "orders"));
    }

    private TestConsumer join(Join.Builder join) {
        return TestConsumer.join(door.channel, join);
    }

    private static TopicPartition partition(int partition) {
        return new TopicPartition(TOPIC, partition);
    }

    private static Set<TopicPartition> partitionsOf(List<Delivered> messages) {
        return messages.stream()
                .map(message -> TopicPartition.of(message.topic(), message.partition()))
                .collect(Collectors.toSet());
    }

    private List<MemberDescription> members() {
        // A group with neither members nor commits is none.
        return door.broker.groups().join().contains(GROUP)
                ? door.broker.describeGroup(GROUP).join().members()
                : List.of();
    }

    private OptionalLong committed(int partition) {
        return committed(door, partition);
    }

    private static OptionalLong committed(TestDoor at, int partition) {
        return at.broker.describeGroup(GROUP).join().partitions().stream()
                .filter(progress -> progress.partition().equals(partition(partition)))
                .map(PartitionProgress::committed)
                .findFirst()
                .orElse(OptionalLong.empty());
    }

    private void append(int partition, String... values) {
        store.append(
                        partition(partition),
                        Arrays.stream(values).map(Message::utf8).toList())
                .join();
    }

    private void appendMany(int partition, int count, int valueBytes) {
        store.append(partition(partition), Collections.nCopies(count, Message.of(Bytes.wrap(new byte[valueBytes]))))
                .join();
    }
}
