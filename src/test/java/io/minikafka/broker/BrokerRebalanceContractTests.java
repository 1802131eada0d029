package io.minikafka.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.minikafka.broker.BrokerException.Code;
import io.minikafka.group.Acknowledgement;
import io.minikafka.group.GroupName;
import io.minikafka.group.MemberSpec;
import io.minikafka.group.StartAt;
import io.minikafka.store.StoredMessage;
import io.minikafka.store.TopicPartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How the members of a group share its partitions. */
class BrokerRebalanceContractTests extends BrokerGroupContract {
    @Test
    void membersShareThePartitionsEvenly() {
        createTopic(4);
        GroupMember one = join("one");
        await().until(() -> one.assignment().size() == 4);

        GroupMember two = join("two");

        await().until(() -> one.assignment().size() == 2 && two.assignment().size() == 2);
        assertThat(one.assignment()).doesNotContainAnyElementsOf(two.assignment());
        get(two.leave());
        await().until(() -> one.assignment().size() == 4);
    }

    @Test
    void aListenerIsToldEveryAssignment() {
        List<Set<TopicPartition>> told = new CopyOnWriteArrayList<>();
        createTopic(2);
        get(broker.joinGroup(group, spec("one"), told::add));
        await().until(() -> told.contains(Set.of(p0, p1)));

        GroupMember two = join("two");
        await().until(() -> told.get(told.size() - 1).size() == 1);
        get(two.leave());

        await().until(() -> told.get(told.size() - 1).size() == 2);
    }

    @Test
    void aWaitingMemberGetsWhatAnotherLeavesBehind() {
        produce("a");
        GroupMember one = join("one");
        poll(one);
        CompletableFuture<Delivery> waiting = join("two").poll(LIMITS, FOREVER);
        assertThat(waiting).isNotDone();

        get(one.leave());

        assertThat(values(get(waiting))).containsExactly("a");
    }

    @Test
    void aMemberThatJoinsCausesNoSecondDeliveryWhereTheOthersAcknowledge() {
        createTopic(2);
        produceTo(0, "a");
        produceTo(1, "b");
        GroupMember one = join("one");
        List<Delivery> delivered = List.of(get(one.poll(ONE, FOREVER)), get(one.poll(ONE, FOREVER)));

        GroupMember two = join("two");
        delivered.forEach(delivery -> {
            var acknowledged = one.acknowledge(List.of(new Acknowledgement(
                    delivery.partition(), delivery.messages().get(0).offset())));
            get(acknowledged);
        });
        await().until(() -> one.assignment().size() == 1 && two.assignment().size() == 1);
        produceTo(0, "c");
        produceTo(1, "d");

        assertThat(List.of(poll(one).get(0), poll(two).get(0))).containsExactlyInAnyOrder("c", "d");
    }

    @Test
    void nothingIsDeliveredTwiceWhileMembersComeAndGoAndAcknowledge() {
        createTopic(4);
        int total = 400;
        List<StoredMessage> seen = new CopyOnWriteArrayList<>();
        List<String> values = IntStream.range(0, total).mapToObj(i -> "m" + i).toList();
        List<Consuming> consumers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            consumers.add(new Consuming(join("c" + i), seen));
        }
        for (int i = 0; i < total; i += 10) {
            produceEverywhere(values.subList(i, i + 10));
            if (i % 100 == 0) {
                consumers.add(new Consuming(join("later" + i), seen));
                consumers.remove(0).stop();
            }
        }

        await().untilAsserted(() -> assertThat(values(seen)).containsAll(values));
        assertThat(seen).hasSize(total);
        consumers.forEach(Consuming::stop);
    }

    private void produceEverywhere(List<String> values) {
        Integer[] partitions =
                IntStream.range(0, values.size()).mapToObj(i -> i % 4).toArray(Integer[]::new);
        get(broker.produce(topic, messages(values.toArray(String[]::new)), explicit(partitions)));
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
                                acknowledge(
                                        member,
                                        delivery.partition(),
                                        delivery.messages().get(0).offset());
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
    void aMemberThatDoesNotPollForTooLongLosesItsPartitionsAndPollsItsWayBack() {
        produce("a", "b");
        GroupMember one = join(new MemberSpec("one", Set.of(topic), StartAt.EARLIEST, Duration.ofMillis(300)));
        assertThat(pollOne(one)).containsExactly("a");
        await().until(() -> one.assignment().isEmpty());
        assertThat(failure(one.acknowledge(List.of(new Acknowledgement(p0, 0)))).code())
                .isEqualTo(Code.FAILED_PRECONDITION);

        assertThat(pollOne(one)).as("not acknowledged in time").containsExactly("a");
    }

    @Test
    void whatAMemberThatDoesNotPollLosesGoesToTheOthers() {
        produce("a");
        GroupMember stuck = join(new MemberSpec("stuck", Set.of(topic), StartAt.EARLIEST, Duration.ofMillis(300)));
        assertThat(poll(stuck)).containsExactly("a");

        assertThat(poll(join("two"))).containsExactly("a");
        assertThat(stuck.assignment()).isEmpty();
    }

    @Test
    void aMemberThatWaitsForMessagesIsNotOneThatDoesNotPoll() {
        createTopic();
        GroupMember one = join(new MemberSpec("one", Set.of(topic), StartAt.EARLIEST, Duration.ofMillis(300)));
        CompletableFuture<Delivery> waiting = one.poll(LIMITS, FOREVER);
        awaitAssignment(one, p0);
        // Takes longer than the interval of the first.
        List<Set<TopicPartition>> told = new CopyOnWriteArrayList<>();
        GroupMember idle = get(broker.joinGroup(
                GroupName.of("idle-" + suffix),
                new MemberSpec("idle", Set.of(topic), StartAt.EARLIEST, Duration.ofMillis(600)),
                told::add));
        await().until(() -> told.contains(Set.of(p0)));
        await().until(() -> idle.assignment().isEmpty());

        assertThat(one.assignment()).containsExactly(p0);
        produce("a");
        assertThat(values(get(waiting))).containsExactly("a");
    }

    // Several servers

    @Test
    void serversShareTopicsAndGroupsWhereTheBackendIsShared() {
        createTopic(2);
        if (!has(Difference.SHARED)) {
            assertThat(
                            kind == TestBackend.FILE
                                    ? catchThrowable(() -> kind.open(directory.resolve("root")))
                                    : failure(other().describeTopic(topic)))
                    .isNotNull();
            return;
        }
        GroupMember one = join("one");
        awaitAssignment(one, p0, p1);
        Broker elsewhere = open(new BrokerOptions(DEFAULTS, true));
        GroupMember two = join(elsewhere, spec("two"));
        await().until(() -> one.assignment().size() == 1 && two.assignment().size() == 1);

        get(elsewhere.produce(topic, messages("a", "b"), explicit(0, 1)));

        assertThat(List.of(poll(one).get(0), poll(two).get(0))).containsExactlyInAnyOrder("a", "b");
    }

    private Broker other() {
        return kind.open(directory.resolve("root")).broker(new BrokerOptions(DEFAULTS, true), timer);
    }
}
