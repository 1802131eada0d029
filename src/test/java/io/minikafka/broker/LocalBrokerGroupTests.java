package io.minikafka.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.broker.BrokerException.Code;
import io.minikafka.group.Acknowledgement;
import io.minikafka.group.GroupDescription;
import io.minikafka.group.GroupName;
import io.minikafka.group.MemberSpec;
import io.minikafka.group.StartAt;
import io.minikafka.store.StoredMessage;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LocalBrokerGroupTests extends BrokerFixture {
    private static final GroupName BILLING = GroupName.of("billing");
    private static final FetchLimits ONE = new FetchLimits(1, 1_000_000);

    private GroupMember join(String name) {
        return join(broker, name, MemberSpec.DEFAULT_MAX_POLL_INTERVAL, GroupListener.NONE);
    }

    private static GroupMember join(Broker at, String name, Duration maxPollInterval, GroupListener listener) {
        return get(at.joinGroup(
                BILLING, new MemberSpec(name, Set.of(TOPIC), StartAt.EARLIEST, maxPollInterval), listener));
    }

    private static List<String> texts(Delivery delivery) {
        return delivery.messages().stream()
                .map(message -> message.value().toUtf8())
                .toList();
    }

    private static List<String> poll(GroupMember member) {
        return texts(get(member.poll(LIMITS, FOREVER)));
    }

    private void produce(String... values) {
        get(broker.produce(TOPIC, messages(values), Placement.BY_KEY));
    }

    @Test
    void aMemberReadsAndGoesOnAfterWhatItAcknowledged() {
        produce("a", "b", "c");
        GroupMember one = join("one");
        assertThat(texts(get(one.poll(ONE, Duration.ZERO)))).containsExactly("a");
        assertThat(texts(get(one.poll(ONE, Duration.ZERO)))).containsExactly("b");
        get(one.acknowledge(List.of(new Acknowledgement(P0, 0))));
        get(one.leave());

        assertThat(poll(join("two"))).containsExactly("b", "c");
    }

    @Test
    void aWaitingPollIsWokenByAnAppend() {
        produce("a");
        GroupMember one = join("one");
        poll(one);
        CompletableFuture<Delivery> waiting = one.poll(LIMITS, FOREVER);
        assertThat(waiting).isNotDone();

        produce("b");

        assertThat(texts(get(waiting))).containsExactly("b");
    }

    @Test
    void aPollThatWaitsLongEnoughReturnsNothing() {
        GroupMember one = join("one");

        assertThat(get(one.poll(LIMITS, Duration.ofMillis(1))).isEmpty()).isTrue();
        assertThat(get(one.poll(LIMITS, Duration.ZERO))).isEqualTo(Delivery.NOTHING);
    }

    @Test
    void whoHearsThatAPollHasEndedMayPollAgainAtOnce() {
        GroupMember one = join("one");

        CompletableFuture<Delivery> second =
                one.poll(LIMITS, Duration.ofMillis(50)).thenCompose(nothing -> one.poll(LIMITS, Duration.ofMillis(1)));

        assertThat(get(second)).isEqualTo(Delivery.NOTHING);
    }

    @Test
    void aTopicThatAppearsWakesThePollWithItsFirstMessage() {
        GroupMember one = join("one");
        CompletableFuture<Delivery> waiting = one.poll(LIMITS, FOREVER);

        produce("a");

        assertThat(texts(get(waiting))).containsExactly("a");
    }

    @Test
    void aWaitingMemberGetsWhatAnotherLeavesBehind() {
        produce("a");
        GroupMember one = join("one");
        poll(one);
        CompletableFuture<Delivery> waiting = join("two").poll(LIMITS, FOREVER);
        assertThat(waiting).isNotDone();

        get(one.leave());

        assertThat(texts(get(waiting))).containsExactly("a");
    }

    @Test
    void onePollAtATime() {
        GroupMember one = join("one");
        CompletableFuture<Delivery> waiting = one.poll(LIMITS, FOREVER);

        assertThat(failure(one.poll(LIMITS, FOREVER)).code()).isEqualTo(Code.FAILED_PRECONDITION);
        waiting.cancel(false);
        produce("a");
        assertThat(poll(one)).containsExactly("a");
    }

    @Test
    void whatDependsOnAPollMayPollAgain() {
        GroupMember one = join("one");
        CompletableFuture<Delivery> second = one.poll(ONE, FOREVER).thenCompose(first -> one.poll(ONE, FOREVER));

        produce("a", "b");

        assertThat(texts(get(second))).containsExactly("b");
    }

    @Test
    void aCancelledPollLosesNothing() {
        produce("a");
        GroupMember one = join("one");
        poll(one);
        for (int i = 0; i < 200; i++) {
            CompletableFuture<Delivery> waiting = one.poll(LIMITS, FOREVER);
            CompletableFuture<Void> appended = CompletableFuture.runAsync(() -> produce("next"));
            waiting.cancel(false);
            Delivery delivered = waiting.isCancelled() ? Delivery.NOTHING : get(waiting);
            if (delivered.isEmpty()) {
                get(appended);
                long expected = i + 1;
                await().until(() -> {
                    CompletableFuture<Delivery> again = one.poll(LIMITS, Duration.ZERO);
                    return !again.isCompletedExceptionally()
                            && get(again).messages().stream().anyMatch(message -> message.offset() == expected);
                });
            }
        }
    }

    @Test
    void nothingIsDeliveredTwiceWhileMembersComeAndGoAndAcknowledge() {
        get(broker.createTopic(TOPIC, new SettingsChange(4, null, null, null)));
        int total = 2_000;
        List<StoredMessage> seen = new CopyOnWriteArrayList<>();
        List<String> values = IntStream.range(0, total).mapToObj(i -> "m" + i).toList();
        List<Consuming> consumers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            consumers.add(new Consuming(join("c" + i), seen));
        }
        for (int i = 0; i < total; i += 10) {
            produceEverywhere(values.subList(i, i + 10));
            if (i % 200 == 0) {
                consumers.add(new Consuming(join("later" + i), seen));
                consumers.remove(0).stop();
            }
        }

        await().untilAsserted(() -> assertThat(
                        seen.stream().map(message -> message.value().toUtf8()))
                .containsAll(values));
        assertThat(seen).hasSize(total);
        consumers.forEach(Consuming::stop);
    }

    private void produceEverywhere(List<String> values) {
        List<Integer> partitions =
                IntStream.range(0, values.size()).mapToObj(i -> i % 4).toList();
        get(broker.produce(
                TOPIC, messages(values.toArray(String[]::new)), new Placement.Explicit(List.copyOf(partitions))));
    }

    /** Reads one message at a time and acknowledges each before the next. */
    private static final class Consuming {
        private final GroupMember member;
        private final CompletableFuture<Void> ended;
        private volatile boolean stopped;

        Consuming(GroupMember member, List<StoredMessage> seen) {
            this.member = member;
            this.ended = CompletableFuture.runAsync(
                    () -> {
                        while (!stopped) {
                            Delivery delivery = get(member.poll(ONE, Duration.ofMillis(20)));
                            if (!delivery.isEmpty()) {
                                seen.addAll(delivery.messages());
                                get(member.acknowledge(List.of(new Acknowledgement(
                                        delivery.partition(),
                                        delivery.messages().get(0).offset()))));
                            }
                        }
                    },
                    task -> new Thread(task).start());
        }

        void stop() {
            stopped = true;
            get(ended);
            get(member.leave());
        }
    }

    @Test
    void anAcknowledgementOfAnotherMembersPartitionIsRefused() {
        produce("a");
        GroupMember one = join("one");
        GroupMember two = join("two");
        poll(one);

        BrokerException refused = failure(two.acknowledge(List.of(new Acknowledgement(P0, 0))));

        assertThat(refused.code()).isEqualTo(Code.FAILED_PRECONDITION);
        assertThat(refused).hasMessageContaining("orders-0").hasMessageContaining("two");
    }

    @Test
    void aMemberThatDoesNotPollForTooLongLosesItsPartitionsAndPollsItsWayBack() {
        produce("a", "b");
        GroupMember one = join(broker, "one", Duration.ofMillis(50), GroupListener.NONE);
        assertThat(texts(get(one.poll(ONE, FOREVER)))).containsExactly("a");
        await().until(() -> one.assignment().isEmpty());
        assertThat(failure(one.acknowledge(List.of(new Acknowledgement(P0, 0)))).code())
                .isEqualTo(Code.FAILED_PRECONDITION);

        assertThat(texts(get(one.poll(ONE, FOREVER))))
                .as("not acknowledged in time")
                .containsExactly("a");
    }

    @Test
    void aListenerIsToldEveryAssignment() {
        List<Set<TopicPartition>> told = new CopyOnWriteArrayList<>();
        get(broker.createTopic(TOPIC, new SettingsChange(2, null, null, null)));
        join(broker, "one", MemberSpec.DEFAULT_MAX_POLL_INTERVAL, told::add);
        await().until(() -> told.contains(Set.of(P0, P1)));

        GroupMember two = join("two");
        await().until(() -> told.get(told.size() - 1).size() == 1);
        get(two.leave());

        await().until(() -> told.get(told.size() - 1).size() == 2);
    }

    @Test
    void messagesThatExpiredBeforeTheyWereReadAreToldAndCounted() {
        get(broker.createTopic(TOPIC, new SettingsChange(null, Duration.ofSeconds(10), null, null)));
        GroupMember one = join("one");
        produce("a");
        poll(one);
        get(one.acknowledge(List.of(new Acknowledgement(P0, 0))));
        produce("b", "c");
        clock.advance(Duration.ofSeconds(10));
        produce("d");

        Delivery delivery = get(one.poll(LIMITS, FOREVER));

        assertThat(texts(delivery)).containsExactly("d");
        assertThat(delivery.skipped()).isEqualTo(2);
        assertThat(get(broker.describeGroup(BILLING)).partitions().get(0).skipped())
                .isEqualTo(2);
    }

    @Test
    void whatWasReadAheadIsNotServedAfterItExpired() {
        get(broker.createTopic(TOPIC, new SettingsChange(null, Duration.ofSeconds(10), null, null)));
        produce("a", "b", "c");
        GroupMember one = join("one");
        get(one.poll(ONE, FOREVER));
        clock.advance(Duration.ofSeconds(10));
        produce("d");

        Delivery delivery = get(one.poll(ONE, FOREVER));

        assertThat(texts(delivery)).containsExactly("d");
        assertThat(delivery.skipped()).isEqualTo(2);
    }

    @Test
    void drainingEndsWaitsAndRefusesNewMembersButServesWhatIsThere() {
        produce("a", "b");
        GroupMember one = join("one");
        CompletableFuture<Delivery> waiting = join("two").poll(LIMITS, FOREVER);

        broker.drain();

        assertThat(failure(waiting).code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(failure(broker.joinGroup(
                                BILLING,
                                new MemberSpec("three", Set.of(TOPIC), StartAt.EARLIEST, Duration.ofMinutes(1)),
                                GroupListener.NONE))
                        .code())
                .isEqualTo(Code.UNAVAILABLE);
        assertThat(poll(one)).containsExactly("a", "b");
        assertThat(failure(one.poll(LIMITS, FOREVER)).code()).isEqualTo(Code.UNAVAILABLE);
    }

    @Test
    void whoHasLeftPollsNoMore() {
        GroupMember one = join("one");
        CompletableFuture<Delivery> waiting = one.poll(LIMITS, FOREVER);
        get(one.leave());

        assertThat(failure(waiting).code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(failure(one.poll(LIMITS, FOREVER)).code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(get(one.leave())).isNull();
    }

    @Test
    void groupsAreListedDescribedResetAndDeleted() {
        produce("a", "b", "c");
        GroupMember one = join("one");
        poll(one);
        get(one.acknowledge(List.of(new Acknowledgement(P0, 2))));

        assertThat(get(broker.groups())).containsExactly(BILLING);
        GroupDescription reset =
                get(broker.resetOffsets(BILLING, new OffsetReset(TOPIC, Set.of(), new Start.AtOffset(1))));
        assertThat(reset.partitions().get(0).lag()).isEqualTo(2);
        assertThat(poll(one)).containsExactly("b", "c");
        assertThat(failure(broker.deleteGroup(BILLING)).code()).isEqualTo(Code.FAILED_PRECONDITION);
        get(one.leave());
        get(broker.deleteGroup(BILLING));

        assertThat(get(broker.groups())).isEmpty();
        assertThat(failure(broker.describeGroup(BILLING)).code()).isEqualTo(Code.UNKNOWN_GROUP);
        assertThat(failure(broker.deleteGroup(BILLING)).code()).isEqualTo(Code.UNKNOWN_GROUP);
    }

    @Test
    void aResetNamesWhatIsOutOfRange() {
        produce("a");

        assertThat(failure(broker.resetOffsets(BILLING, new OffsetReset(TOPIC, Set.of(), at(2)))))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(Code.OFFSET_OUT_OF_RANGE))
                .hasMessageContaining("2");
        assertThat(failure(broker.resetOffsets(BILLING, new OffsetReset(TOPIC, Set.of(7), EARLIEST)))
                        .code())
                .isEqualTo(Code.UNKNOWN_TOPIC);
        assertThat(failure(broker.resetOffsets(BILLING, new OffsetReset(TopicName.of("none"), Set.of(), EARLIEST)))
                        .code())
                .isEqualTo(Code.UNKNOWN_TOPIC);
    }

    @Test
    void aGroupThatNobodyUsesForLongEnoughIsForgotten() {
        LocalBroker forgetful = new LocalBroker(
                store,
                new BrokerOptions(DEFAULTS, true, new GroupOptions(Duration.ZERO, Duration.ofMillis(20))),
                timer);
        produce("a");
        GroupMember one = join(forgetful, "one", MemberSpec.DEFAULT_MAX_POLL_INTERVAL, GroupListener.NONE);
        poll(one);
        get(one.acknowledge(List.of(new Acknowledgement(P0, 0))));
        get(one.leave());

        await().until(() -> get(forgetful.groups()).isEmpty());
        assertThat(poll(join(forgetful, "one", Duration.ofMinutes(1), GroupListener.NONE)))
                .containsExactly("a");
        forgetful.close();
    }

    @Test
    void aMemberThatLeftNothingBehindLeavesNoGroup() {
        get(join("one").leave());

        assertThat(get(broker.groups())).isEmpty();
    }

    @Test
    void tenThousandIdleMembersNeedNoThreadOfTheirOwn() {
        int threads = Thread.activeCount();
        List<CompletableFuture<Delivery>> waiting = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            GroupMember member = get(broker.joinGroup(
                    GroupName.of("group" + i),
                    new MemberSpec("m", Set.of(TOPIC), StartAt.EARLIEST, Duration.ofMinutes(5)),
                    GroupListener.NONE));
            waiting.add(member.poll(LIMITS, FOREVER));
        }
        assertThat(Thread.activeCount()).isLessThan(threads + 10);

        produce("a");

        waiting.forEach(each -> assertThat(texts(get(each))).containsExactly("a"));
    }
}
