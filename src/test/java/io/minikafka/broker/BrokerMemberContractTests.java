package io.minikafka.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.broker.BrokerException.Code;
import io.minikafka.group.Acknowledgement;
import io.minikafka.group.GroupName;
import io.minikafka.group.MemberSpec;
import io.minikafka.group.StartAt;
import io.minikafka.store.StoredMessage;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Reading as a member of a group. */
class BrokerMemberContractTests extends BrokerGroupContract {
    // Polling

    @Test
    void aPollReturnsMessagesOfOnePartitionInOrderAndBounded() {
        produce("a", "b", "c");
        GroupMember one = join("one");

        Delivery first = get(one.poll(new FetchLimits(2, 1_000_000), FOREVER));
        Delivery second = get(one.poll(LIMITS, FOREVER));

        assertThat(first.partition()).isEqualTo(p0);
        assertThat(values(first)).containsExactly("a", "b");
        assertThat(first.messages()).extracting(StoredMessage::offset).containsExactly(0L, 1L);
        assertThat(first.skipped()).isZero();
        assertThat(values(second)).containsExactly("c");
        assertThat(get(one.poll(LIMITS, AT_ONCE))).isEqualTo(Delivery.NOTHING);
    }

    @Test
    void oneMessageIsDeliveredHoweverLarge() {
        produce("a", "b");
        GroupMember one = join("one");

        assertThat(values(get(one.poll(new FetchLimits(10, 1), FOREVER)))).containsExactly("a");
        assertThat(values(get(one.poll(new FetchLimits(10, 1), FOREVER)))).containsExactly("b");
    }

    @Test
    void partitionsTakeTurns() {
        createTopic(2);
        int each = 200;
        for (int partition = 0; partition < 2; partition++) {
            produceTo(
                    partition,
                    IntStream.range(0, each).mapToObj(i -> "x".repeat(1_000)).toArray(String[]::new));
        }
        GroupMember one = join("one");
        Map<TopicPartition, Long> next = new HashMap<>(Map.of(p0, 0L, p1, 0L));

        for (int i = 0; i < each; i++) {
            Delivery delivery = get(one.poll(new FetchLimits(1, 1_000), FOREVER));
            long offset = delivery.messages().get(0).offset();
            assertThat(offset).isEqualTo(next.put(delivery.partition(), offset + 1));
        }

        assertThat(next.values()).as("half of all, and some of either").allMatch(offset -> offset > 0);
    }

    @Test
    void aWaitingPollIsWokenByAnAppend() {
        produce("a");
        GroupMember one = join("one");
        poll(one);
        CompletableFuture<Delivery> waiting = one.poll(LIMITS, FOREVER);
        assertThat(waiting).isNotDone();

        produce("b");

        assertThat(values(get(waiting))).containsExactly("b");
    }

    @Test
    void aPollThatWaitsLongEnoughReturnsNothing() {
        createTopic();
        GroupMember one = join("one");

        assertThat(get(one.poll(LIMITS, Duration.ofMillis(1)))).isEqualTo(Delivery.NOTHING);
        assertThat(get(one.poll(LIMITS, AT_ONCE))).isEqualTo(Delivery.NOTHING);
        assertThat(get(one.poll(LIMITS, Duration.ofSeconds(-1)))).isEqualTo(Delivery.NOTHING);
    }

    @Test
    void whoHearsThatAPollHasEndedMayPollAgainAtOnce() {
        createTopic();
        GroupMember one = join("one");
        CompletableFuture<Delivery> afterNothing =
                one.poll(LIMITS, Duration.ofMillis(50)).thenCompose(nothing -> one.poll(LIMITS, Duration.ofMillis(1)));
        assertThat(get(afterNothing)).isEqualTo(Delivery.NOTHING);

        CompletableFuture<Delivery> second = one.poll(ONE, FOREVER).thenCompose(first -> one.poll(ONE, FOREVER));
        produce("a", "b");

        assertThat(values(get(second))).containsExactly("b");
    }

    @Test
    void onePollAtATime() {
        createTopic();
        GroupMember one = join("one");
        CompletableFuture<Delivery> waiting = one.poll(LIMITS, FOREVER);

        BrokerException refused = failure(one.poll(LIMITS, FOREVER));

        assertThat(refused.code()).isEqualTo(Code.FAILED_PRECONDITION);
        assertThat(refused).hasMessageContaining("one poll at a time");
        waiting.cancel(false);
        produce("a");
        assertThat(poll(one)).containsExactly("a");
    }

    @Test
    void aCancelledPollLosesNothing() {
        createTopic();
        GroupMember one = join("one");
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String value = "m" + i;
            CompletableFuture<Delivery> waiting = one.poll(LIMITS, FOREVER);
            CompletableFuture<Void> appended = CompletableFuture.runAsync(() -> produce(value));
            if (!waiting.cancel(false)) {
                seen.addAll(values(get(waiting)));
            }
            get(appended);
        }

        while (seen.size() < 50) {
            seen.addAll(poll(one));
        }
        assertThat(seen).isEqualTo(IntStream.range(0, 50).mapToObj(i -> "m" + i).toList());
    }

    // Topics

    @Test
    void aTopicThatAppearsIsReadFromItsFirstMessageWhereverGroupsStart() {
        GroupMember one = join("one");
        GroupMember another =
                get(broker.joinGroup(GroupName.of("late-" + suffix), startingAtLatest(topic), GroupListener.NONE));
        List<CompletableFuture<Delivery>> waiting = List.of(one.poll(LIMITS, FOREVER), another.poll(LIMITS, FOREVER));

        produce("a");

        assertThat(waiting).allSatisfy(poll -> assertThat(values(get(poll))).containsExactly("a"));
    }

    @Test
    void aPartitionThatAppearsIsReadFromItsFirstMessage() {
        createTopic();
        GroupMember one = join("one");
        awaitAssignment(one, p0);
        get(broker.updateTopic(topic, partitions(2)));

        produceTo(1, "new");

        assertThat(poll(one)).containsExactly("new");
        assertThat(one.assignment()).containsExactlyInAnyOrder(p0, p1);
    }

    @Test
    void aMemberReadsSeveralTopics() {
        TopicName other = topic("other");
        GroupMember one = join(new MemberSpec("one", Set.of(topic, other), StartAt.EARLIEST, Duration.ofMinutes(5)));
        produce("a");
        get(broker.produce(other, messages("b"), Placement.BY_KEY));

        List<String> seen = new ArrayList<>();
        while (seen.size() < 2) {
            seen.addAll(poll(one));
        }

        assertThat(seen).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void everyGroupGetsEveryMessage() {
        produce("a");
        GroupMember one = join("one");
        GroupMember other = get(broker.joinGroup(GroupName.of("other-" + suffix), spec("other"), GroupListener.NONE));

        assertThat(poll(one)).containsExactly("a");
        assertThat(poll(other)).containsExactly("a");
    }

    // Where groups start

    @Test
    void aGroupThatStartsAtTheLatestGetsWhatComesWhileItHasNoMember() {
        produce("before");
        GroupMember one = join(startingAtLatest(topic));
        await().until(() -> exists() && !progresses().isEmpty() && committed(p0) == 1);
        get(one.leave());
        produce("meanwhile");

        assertThat(poll(join(startingAtLatest(topic)))).containsExactly("meanwhile");
    }

    private List<?> progresses() {
        return get(broker.describeGroup(group)).partitions().stream()
                .filter(progress -> progress.committed().isPresent())
                .toList();
    }

    @Test
    void messagesThatExpiredBeforeTheyWereReadAreToldAndCounted() {
        createExpiringTopic();
        GroupMember one = join("one");
        produce("a");
        poll(one);
        acknowledge(one, 0);
        get(one.leave());
        produce("b", "c");
        backend.expire(p0);
        produce("d");

        Delivery delivery = get(join("two").poll(LIMITS, FOREVER));

        assertThat(values(delivery)).containsExactly("d");
        assertThat(delivery.skipped()).isEqualTo(2);
        assertThat(progress(p0).skipped()).isEqualTo(2);
        assertThat(progress(p0).lag()).isEqualTo(1);
    }

    // Acknowledging

    @Test
    void aGroupGoesOnAfterWhatItAcknowledged() {
        produce("a", "b", "c");
        GroupMember one = join("one");
        assertThat(pollOne(one)).containsExactly("a");
        assertThat(pollOne(one)).containsExactly("b");
        acknowledge(one, 0);
        get(one.leave());

        assertThat(poll(join("two"))).containsExactly("b", "c");
    }

    @Test
    void whatAGroupCommittedOutlivesTheProcessExceptWhereMessagesEndWithIt() {
        produce("a", "b");
        GroupMember one = join("one");
        poll(one);
        acknowledge(one, 0);
        get(one.leave());

        restart();

        if (has(Difference.VOLATILE)) {
            assertThat(exists()).isFalse();
        } else {
            assertThat(committed(p0)).isEqualTo(1);
            assertThat(poll(join("two"))).containsExactly("b");
        }
    }

    @Test
    void committedOffsetsGoNeitherBackNorBeyondWhatWasDelivered() {
        produce("a", "b", "c", "d");
        GroupMember one = join("one");
        assertThat(values(get(one.poll(new FetchLimits(3, 1_000_000), FOREVER))))
                .hasSize(3);

        acknowledge(one, 1);
        assertThat(committed(p0)).isEqualTo(2);
        acknowledge(one, 0);
        assertThat(committed(p0)).isEqualTo(2);
        acknowledge(one, 1_000);
        assertThat(committed(p0)).isEqualTo(3);
        get(one.leave());
        GroupMember two = join("two");
        assertThat(poll(two)).containsExactly("d");

        acknowledge(two, 0);
        get(two.flush());
        assertThat(committed(p0)).as("what others have acknowledged").isEqualTo(3);
    }

    @Test
    void acknowledgementsNeedNotWaitForEachOther() {
        produce(IntStream.range(0, 100).mapToObj(i -> "m" + i).toArray(String[]::new));
        GroupMember one = join("one");
        poll(one);

        List<CompletableFuture<Void>> acknowledged = IntStream.range(0, 100)
                .mapToObj(i -> one.acknowledge(List.of(new Acknowledgement(p0, i))))
                .toList();

        acknowledged.forEach(BrokerCalls::get);
        assertThat(committed(p0)).isEqualTo(100);
    }

    @Test
    void acknowledgingNothingIsDoneAtOnce() {
        createTopic();

        get(join("one").acknowledge(List.of()));
    }

    @Test
    void anAcknowledgementOfAnotherMembersPartitionIsRefusedAndTheOthersAreCommitted() {
        createTopic(2);
        GroupMember one = join("one");
        awaitAssignment(one, p0, p1);
        GroupMember two = join("two");
        await().until(() -> one.assignment().size() == 1 && two.assignment().size() == 1);
        TopicPartition ofOne = one.assignment().iterator().next();
        TopicPartition ofTwo = two.assignment().iterator().next();
        assertThat(ofOne).isNotEqualTo(ofTwo);
        produceTo(0, "a");
        produceTo(1, "b");
        poll(one);
        poll(two);

        BrokerException refused =
                failure(two.acknowledge(List.of(new Acknowledgement(ofOne, 0), new Acknowledgement(ofTwo, 0))));

        assertThat(refused.code()).isEqualTo(Code.FAILED_PRECONDITION);
        assertThat(refused).hasMessageContaining(ofOne.toString()).hasMessageContaining("two");
        get(two.flush());
        assertThat(committed(ofTwo)).isEqualTo(1);
        assertThat(progress(ofOne).committed()).isEmpty();
    }

    @Test
    void anAcknowledgementByAFormerOwnerIsRefused() {
        produce("a");
        GroupMember one = join("one");
        poll(one);
        get(one.leave());
        poll(join("two"));

        assertThat(failure(one.acknowledge(List.of(new Acknowledgement(p0, 0)))).code())
                .isEqualTo(Code.FAILED_PRECONDITION);
        assertThat(progress(p0).committed()).isEmpty();
    }

    @Test
    void acknowledgementsMayBeGatheredUntilTheyAreFlushed() {
        produce("a", "b");
        GroupMember one = join(committingEvery(Duration.ofHours(1)));
        poll(one);
        acknowledge(one, 0);

        get(one.flush());

        assertThat(committed(p0)).isEqualTo(1);
        get(one.flush());
    }

    @Test
    void gatheredAcknowledgementsAreCommittedWithinTheInterval() {
        produce("a", "b");
        GroupMember one = join(committingEvery(Duration.ofMillis(50)));
        poll(one);
        acknowledge(one, 1);

        await().until(() -> progress(p0).committed().isPresent());
        assertThat(committed(p0)).isEqualTo(2);
    }

    @Test
    void gatheredAcknowledgementsAreCommittedWhenTheMemberLeaves() {
        produce("a", "b");
        GroupMember one = join(committingEvery(Duration.ofHours(1)));
        poll(one);
        acknowledge(one, 0);

        get(one.leave());

        assertThat(committed(p0)).isEqualTo(1);
    }

    // Ends

    @Test
    void whoHasLeftPollsNoMore() {
        createTopic();
        GroupMember one = join("one");
        CompletableFuture<Delivery> waiting = one.poll(LIMITS, FOREVER);
        get(one.leave());

        assertThat(failure(waiting).code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(failure(one.poll(LIMITS, FOREVER)).code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(one.assignment()).isEmpty();
        assertThat(get(one.leave())).isNull();
    }

    @Test
    void drainingEndsWaitsAndRefusesNewMembersButTakesAcknowledgements() {
        createTopic(2);
        GroupMember one = join("one");
        awaitAssignment(one, p0, p1);
        produce("a", "b");
        poll(one);
        CompletableFuture<Delivery> waiting = one.poll(LIMITS, FOREVER);

        broker.drain();

        assertThat(failure(waiting).code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(failure(broker.joinGroup(group, spec("two"), GroupListener.NONE))
                        .code())
                .isEqualTo(Code.UNAVAILABLE);
        assertThat(failure(one.poll(LIMITS, FOREVER)).code()).isEqualTo(Code.UNAVAILABLE);
        acknowledge(one, 0);
        get(one.leave());
        assertThat(committed(p0)).isEqualTo(1);
    }
}
