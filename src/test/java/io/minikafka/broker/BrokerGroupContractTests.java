package io.minikafka.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.broker.BrokerException.Code;
import io.minikafka.group.GroupDescription;
import io.minikafka.group.GroupDescription.MemberDescription;
import io.minikafka.group.GroupDescription.PartitionProgress;
import io.minikafka.group.GroupName;
import io.minikafka.group.MemberSpec;
import io.minikafka.group.StartAt;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Groups as their operators see them. */
class BrokerGroupContractTests extends BrokerGroupContract {
    private GroupDescription reset(Start to, Integer... partitions) {
        return get(broker.resetOffsets(group, new OffsetReset(topic, Set.of(partitions), to)));
    }

    private BrokerException refusal(OffsetReset reset) {
        return failure(broker.resetOffsets(group, reset));
    }

    @Test
    void groupsWithMembersOrOffsetsAreListedInOrder() {
        produce("a");
        GroupName second = GroupName.of(group + "-2");
        GroupName third = GroupName.of(group + "-3");
        get(broker.resetOffsets(third, new OffsetReset(topic, Set.of(), LATEST)));
        get(broker.joinGroup(second, spec("one"), GroupListener.NONE));
        reset(EARLIEST);

        if (has(Difference.LISTED_LATER)) {
            await().until(() -> get(broker.groups()).contains(second));
        }
        assertThat(get(broker.groups()))
                .containsSubsequence(group, second, third)
                .isSorted();
    }

    @Test
    void aDescriptionSaysHowFarTheGroupIs() {
        createTopic(2);
        produceTo(0, "a", "b", "c");
        produceTo(1, "d");
        GroupMember one = join("one");
        awaitAssignment(one, p0, p1);
        for (int i = 0; i < 2; i++) {
            poll(one);
        }
        acknowledge(one, 1);

        GroupDescription described = get(broker.describeGroup(group));

        assertThat(described.name()).isEqualTo(group);
        MemberDescription member = described.members().get(0);
        assertThat(described.members())
                .containsExactly(new MemberDescription(member.id(), "one", Set.of(topic), Set.of(p0, p1)));
        OptionalLong owner = OptionalLong.of(member.id());
        assertThat(described.partitions())
                .containsExactly(
                        new PartitionProgress(p0, owner, OptionalLong.of(2), 3, 1, 0),
                        new PartitionProgress(p1, owner, OptionalLong.empty(), 1, 1, 0));
    }

    @Test
    void membersAreDescribedWithTheirNamesAndShares() {
        createTopic(2);
        GroupMember one = join("one");
        awaitAssignment(one, p0, p1);
        GroupMember two = join("two");
        await().until(() -> one.assignment().size() == 1 && two.assignment().size() == 1);

        List<MemberDescription> members = get(broker.describeGroup(group)).members();

        assertThat(members).extracting(MemberDescription::name).containsExactlyInAnyOrder("one", "two");
        assertThat(members).extracting(MemberDescription::id).doesNotHaveDuplicates();
        assertThat(members)
                .extracting(MemberDescription::assignment)
                .containsExactlyInAnyOrder(one.assignment(), two.assignment());
    }

    @Test
    void whatAMemberSubscribedToIsDescribedWhereTheBackendKnows() {
        TopicName planned = topic("planned");
        produce("a");
        GroupMember one = join(new MemberSpec("one", Set.of(topic, planned), StartAt.EARLIEST, Duration.ofMinutes(5)));
        awaitAssignment(one, p0);

        assertThat(get(broker.describeGroup(group)).members().get(0).topics())
                .isEqualTo(has(Difference.SUBSCRIPTIONS_UNKNOWN) ? Set.of(topic) : Set.of(topic, planned));
    }

    @Test
    void theLagCountsRetainedMessagesOnly() {
        createExpiringTopic();
        produce("a", "b");
        reset(at(1));
        assertThat(progress(p0).lag()).isEqualTo(1);

        backend.expire(p0);
        assertThat(progress(p0).lag()).isZero();
        produce("c");

        assertThat(progress(p0)).satisfies(progress -> {
            assertThat(progress.logEndOffset()).isEqualTo(3);
            assertThat(progress.lag()).isEqualTo(1);
            assertThat(progress.owner()).isEmpty();
        });
    }

    // Resetting

    @Test
    void offsetsAreSetToEveryKindOfPlace() {
        createTopic(2);
        produceTo(0, "a", "b");
        backend.waitUntil(backend.now() + 10);
        produceTo(0, "c");
        long whenC = read(p0, at(2)).get(0).timestamp();

        assertThat(progress(reset(at(1), 0), p0).committed()).hasValue(1);
        assertThat(progress(reset(at(1), 0), p0).lag()).isEqualTo(2);
        assertThat(progress(reset(new Start.AtTimestamp(whenC)), p0).committed())
                .hasValue(2);
        assertThat(progress(reset(new Start.AtTimestamp(whenC + 1)), p0).committed())
                .hasValue(3);
        assertThat(progress(reset(EARLIEST), p0).committed()).hasValue(0);
        assertThat(progress(reset(LATEST), p0).committed()).hasValue(3);
        assertThat(committed(p1)).isZero();
    }

    @Test
    void onlyThePartitionsNamedAreReset() {
        createTopic(2);
        produceTo(0, "a");
        produceTo(1, "b");

        reset(LATEST, 1);

        assertThat(committed(p1)).isEqualTo(1);
        assertThat(get(broker.describeGroup(group)).partitions())
                .filteredOn(progress -> progress.partition().equals(p0))
                .allMatch(progress -> progress.committed().isEmpty());
    }

    @Test
    void aGroupReadsOnFromWhereItWasSet() {
        produce("a", "b", "c");
        reset(at(2));

        assertThat(poll(join("one"))).containsExactly("c");
    }

    @Test
    void aGroupWithMembersIsResetWhereTheBackendRunsIt() {
        produce("a", "b", "c");
        GroupMember one = join("one");
        poll(one);
        acknowledge(one, 2);
        OffsetReset toB = new OffsetReset(topic, Set.of(), at(1));

        if (has(Difference.RESET_WANTS_NO_MEMBERS)) {
            assertThat(refusal(toB).code()).isEqualTo(Code.FAILED_PRECONDITION);
            assertThat(refusal(toB)).hasMessageContaining(group.value()).hasMessageContaining("members");
            assertThat(committed(p0)).isEqualTo(3);
            get(one.leave());
            get(broker.resetOffsets(group, toB));
            assertThat(poll(join("two"))).containsExactly("b", "c");
        } else {
            get(broker.resetOffsets(group, toB));
            assertThat(progress(p0).lag()).isEqualTo(2);
            assertThat(poll(one)).containsExactly("b", "c");
        }
    }

    @Test
    void aResetNamesWhatIsOutOfRangeAndChangesNothing() {
        createExpiringTopic();
        produce("a");
        backend.expire(p0);
        produce("b");

        for (long wrong : new long[] {3, 0, -1}) {
            assertThat(refusal(new OffsetReset(topic, Set.of(), at(wrong))))
                    .satisfies(refused -> assertThat(refused.code()).isEqualTo(Code.OFFSET_OUT_OF_RANGE))
                    .hasMessageContaining(Long.toString(wrong));
        }
        assertThat(refusal(new OffsetReset(topic, Set.of(0, 7), EARLIEST)))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(Code.UNKNOWN_TOPIC))
                .hasMessageContaining("partition 7");
        assertThat(refusal(new OffsetReset(topic("none"), Set.of(), EARLIEST)).code())
                .isEqualTo(Code.UNKNOWN_TOPIC);
        assertThat(exists()).isFalse();
    }

    // Deleting

    @Test
    void aGroupIsDeletedOnceItHasNoMembers() {
        produce("a");
        GroupMember one = join("one");
        poll(one);
        acknowledge(one, 0);

        BrokerException refused = failure(broker.deleteGroup(group));
        assertThat(refused.code()).isEqualTo(Code.FAILED_PRECONDITION);
        assertThat(refused).hasMessageContaining(group.value());
        get(one.leave());
        get(broker.deleteGroup(group));

        assertThat(get(broker.groups())).doesNotContain(group);
        unknown();
        assertThat(poll(join("two"))).containsExactly("a");
    }

    @Test
    void whatDoesNotExistIsUnknown() {
        unknown();
    }

    private void unknown() {
        assertThat(failure(broker.describeGroup(group)))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(Code.UNKNOWN_GROUP))
                .hasMessageContaining(group.value());
        assertThat(failure(broker.deleteGroup(group)).code()).isEqualTo(Code.UNKNOWN_GROUP);
    }

    @Test
    void aMemberThatLeftNothingBehindLeavesNoGroupOrOneWithoutAnything() {
        createTopic();
        GroupMember one = join("one");
        awaitAssignment(one, p0);
        get(one.leave());

        if (has(Difference.EMPTY_GROUPS_STAY)) {
            assertThat(get(broker.describeGroup(group))).isEqualTo(new GroupDescription(group, List.of(), List.of()));
            get(broker.deleteGroup(group));
        }
        assertThat(get(broker.groups())).doesNotContain(group);
    }

    @Test
    void aTopicsOffsetsGoWithTheTopic() {
        produce("a", "b");
        get(broker.createTopic(topic("other"), SettingsChange.NONE));
        reset(at(2));
        get(broker.resetOffsets(group, new OffsetReset(topic("other"), Set.of(), EARLIEST)));

        get(broker.deleteTopic(topic));
        createTopic();

        assertThat(get(broker.describeGroup(group)).partitions())
                .extracting(PartitionProgress::partition)
                .containsExactly(new TopicPartition(topic("other"), 0));
    }
}
