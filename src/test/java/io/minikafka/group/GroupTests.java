package io.minikafka.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Scenarios in words. */
class GroupTests extends GroupFixture {
    private static final TopicPartition P0 = orders(0);
    private static final TopicPartition P1 = orders(1);

    @Nested
    class Membership {
        @Test
        void theFirstMemberReadsAllPartitions() {
            topic(ORDERS, 4);

            assertThat(assignment(join("one"))).containsExactlyInAnyOrder(P0, P1, orders(2), orders(3));
        }

        @Test
        void twoMembersShareThePartitions() {
            topic(ORDERS, 4);
            Member one = join("one");
            Member two = join("two");

            assertThat(assignment(one)).hasSize(2);
            assertThat(assignment(two)).hasSize(2).doesNotContainAnyElementsOf(assignment(one));
        }

        @Test
        void whoLeavesGivesItsPartitionsToTheOthers() {
            topic(ORDERS, 4);
            Member one = join("one");
            Member two = join("two");

            leave(one);

            assertThat(assignment(two)).hasSize(4);
            assertThat(one.isLive()).isFalse();
            assertThat(assignment(one)).isEmpty();
        }

        @Test
        void leavingTwiceIsLeavingOnce() {
            topic(ORDERS, 1);
            Member one = join("one");
            leave(one);
            Member two = join("two");
            leave(one);

            assertThat(assignment(two)).containsExactly(P0);
        }

        @Test
        void aTopicThatAppearsIsAssigned() {
            Member one = join("one");
            assertThat(assignment(one)).isEmpty();

            topic(ORDERS, 2);

            assertThat(assignment(one)).containsExactlyInAnyOrder(P0, P1);
        }

        @Test
        void addedPartitionsAreSharedWithoutMovingTheOld() {
            topic(ORDERS, 2);
            Member one = join("one");
            Member two = join("two");
            Set<TopicPartition> oneBefore = assignment(one);
            Set<TopicPartition> twoBefore = assignment(two);

            topic(ORDERS, 4);

            assertThat(assignment(one)).hasSize(2).containsAll(oneBefore);
            assertThat(assignment(two)).hasSize(2).containsAll(twoBefore);
        }

        @Test
        void aMemberThatNeitherReadsNorAcknowledgesIsEvicted() {
            topic(ORDERS, 2);
            Member one = join("one");
            pass(Duration.ofMinutes(3));
            Member two = join("two");

            pass(Duration.ofMinutes(2));

            assertThat(one.isLive()).isFalse();
            assertThat(two.isLive()).isTrue();
            assertThat(assignment(two)).hasSize(2);
        }

        @Test
        void readingAcknowledgingAndWaitingKeepAMember() {
            topic(ORDERS, 1);
            append(P0, 2);
            Member one = join("one");
            pass(Duration.ofMinutes(4));
            read(one, P0, 1);
            pass(Duration.ofMinutes(4));
            acknowledge(one, P0, 0);
            pass(Duration.ofMinutes(4));
            group.pollBegins(one);
            pass(Duration.ofDays(4));
            group.pollEnds(one, now);
            pass(Duration.ofMinutes(4));
            assertThat(one.isLive()).isTrue();

            pass(Duration.ofMinutes(1));
            assertThat(one.isLive()).isFalse();
        }

        @Test
        void theNextDeadlineIsTheFirstEviction() {
            topic(ORDERS, 1);
            assertThat(group.nextDeadline(now)).isEmpty();
            join("one");
            long first = now;
            pass(Duration.ofMinutes(1));
            join("two");

            assertThat(group.nextDeadline(now)).isEqualTo(OptionalLong.of(first + MAX_POLL_INTERVAL.toNanos()));
        }
    }

    @Nested
    class Starting {
        @Test
        void aNewGroupStartsAtTheOldestRetainedMessage() {
            topic(ORDERS, 1);
            append(P0, 5);
            expire(P0, 2);

            assertThat(read(join("one"), P0)).containsExactly(2L, 3L, 4L);
            assertThat(progress(P0).skipped())
                    .as("never missed what left before it came")
                    .isZero();
        }

        @Test
        void aNewGroupThatAsksForTheLatestGetsOnlyWhatComesAfter() {
            topic(ORDERS, 1);
            append(P0, 5);
            Member one = join("one", Set.of(ORDERS), StartAt.LATEST);
            assertThat(read(one, P0)).isEmpty();

            append(P0, 1);

            assertThat(read(one, P0)).containsExactly(5L);
        }

        @Test
        void whatArrivesWhileNobodyIsThereIsNotLostToAGroupThatStartedAtTheLatest() {
            topic(ORDERS, 1);
            append(P0, 5);
            leave(join("one", Set.of(ORDERS), StartAt.LATEST));
            append(P0, 2);

            assertThat(read(join("one", Set.of(ORDERS), StartAt.LATEST), P0)).containsExactly(5L, 6L);
            assertThat(committed).containsEntry(P0, 5L);
        }

        @Test
        void aTopicThatAppearsIsReadFromItsFirstMessageWhereverNewGroupsStart() {
            Member one = join("one", Set.of(ORDERS), StartAt.LATEST);
            partitions.put(ORDERS, 1);
            logs.put(P0, new long[] {0, 3});

            topic(ORDERS, 1);

            assertThat(read(one, P0)).containsExactly(0L, 1L, 2L);
        }

        @Test
        void aGroupGoesOnAtWhatItCommittedBeforeTheServerStarted() {
            logs.put(P0, new long[] {0, 9});
            partitions.put(ORDERS, 1);
            group = group(Map.of(P0, 7L));

            assertThat(read(join("one", Set.of(ORDERS), StartAt.LATEST), P0)).containsExactly(7L, 8L);
        }

        @Test
        void anOffsetBeyondALogThatLostItsTailIsTakenForItsEnd() {
            logs.put(P0, new long[] {0, 5});
            partitions.put(ORDERS, 1);
            group = group(Map.of(P0, 9L));
            Member one = join("one");
            append(P0, 1);

            assertThat(read(one, P0)).containsExactly(5L);
            assertThat(committed).containsEntry(P0, 5L);
        }
    }

    @Nested
    class Acknowledging {
        @Test
        void commitsTheNextOffset() {
            topic(ORDERS, 1);
            append(P0, 3);
            Member one = join("one");
            read(one, P0);
            assertThat(committed).as("nothing without an acknowledgement").isEmpty();

            acknowledge(one, P0, 1);

            assertThat(committed).containsEntry(P0, 2L);
            assertThat(progress(P0).lag()).isEqualTo(1);
        }

        @Test
        void aLaterOffsetStandsForTheEarlierOnesAndNothingGoesBack() {
            topic(ORDERS, 1);
            append(P0, 5);
            Member one = join("one");
            read(one, P0);

            acknowledge(one, P0, 3);
            acknowledge(one, P0, 0);

            assertThat(committed).containsEntry(P0, 4L);
        }

        @Test
        void whatWasNotDeliveredCannotBeAcknowledged() {
            topic(ORDERS, 1);
            append(P0, 5);
            Member one = join("one");
            read(one, P0, 2);

            acknowledge(one, P0, 99_999);

            assertThat(committed).containsEntry(P0, 2L);
        }

        @Test
        void whatAnEarlierMemberWasDeliveredCanBeAcknowledgedByItsSuccessor() {
            topic(ORDERS, 1);
            append(P0, 5);
            Member one = join("one");
            read(one, P0);
            acknowledge(one, P0, 0);
            leave(one);
            Member again = join("one");
            read(again, P0, 1);

            acknowledge(again, P0, 4);

            assertThat(committed).containsEntry(P0, 5L);
        }

        @Test
        void nothingAcknowledgedMeansEverythingAgain() {
            topic(ORDERS, 1);
            append(P0, 3);
            Member one = join("one");
            read(one, P0);
            leave(one);

            assertThat(read(join("two"), P0)).containsExactly(0L, 1L, 2L);
        }

        @Test
        void onlyTheUnacknowledgedComesAgain() {
            topic(ORDERS, 1);
            append(P0, 50);
            Member one = join("one");
            assertThat(read(one, P0, 30)).hasSize(30);
            acknowledge(one, P0, 29);
            leave(one);

            assertThat(read(join("two"), P0)).hasSize(20).startsWith(30L);
        }

        @Test
        void aFormerOwnerIsRefusedAndItsOtherPartitionsAreCommittedNevertheless() {
            topic(ORDERS, 2);
            append(P0, 2);
            append(P1, 2);
            Member one = join("one");
            read(one, P0);
            read(one, P1);
            join("two");
            pass(REBALANCE_TIMEOUT);
            TopicPartition kept = assignment(one).iterator().next();
            TopicPartition lost = kept.equals(P0) ? P1 : P0;

            assertThatThrownBy(() -> group.acknowledge(
                            one, List.of(new Acknowledgement(lost, 1), new Acknowledgement(kept, 1)), now))
                    .isInstanceOf(NotOwnerException.class)
                    .hasMessageContaining(lost.toString())
                    .hasMessageContaining("one");
            settle();
            assertThat(committed).containsEntry(kept, 2L).doesNotContainKey(lost);
        }

        @Test
        void anEvictedMemberIsRefused() {
            topic(ORDERS, 1);
            append(P0, 1);
            Member one = join("one");
            read(one, P0);
            pass(MAX_POLL_INTERVAL);

            assertThatThrownBy(() -> acknowledge(one, P0, 0)).isInstanceOf(NotOwnerException.class);
        }
    }

    @Nested
    class Rebalancing {
        @Test
        void aPartitionWithoutUnacknowledgedMessagesMovesAtOnce() {
            topic(ORDERS, 2);
            append(P0, 1);
            append(P1, 1);
            Member one = join("one");
            read(one, P0);
            acknowledge(one, P0, 0);
            read(one, P1);
            acknowledge(one, P1, 0);

            assertThat(assignment(join("two"))).hasSize(1);
        }

        @Test
        void aPartitionWithUnacknowledgedMessagesMovesOnceTheyAreAcknowledged() {
            topic(ORDERS, 2);
            append(P0, 3);
            append(P1, 3);
            Member one = join("one");
            read(one, P0, 2);
            read(one, P1, 2);

            Member two = join("two");
            assertThat(assignment(two)).isEmpty();
            TopicPartition moving = read(one, P0).isEmpty() ? P0 : P1;
            acknowledge(one, moving, 0);
            assertThat(assignment(two)).isEmpty();
            acknowledge(one, moving, 1);

            assertThat(assignment(two)).containsExactly(moving);
            assertThat(read(two, moving)).as("nothing twice").containsExactly(2L);
        }

        @Test
        void theWaitForAcknowledgementsEnds() {
            topic(ORDERS, 2);
            append(P0, 3);
            append(P1, 3);
            Member one = join("one");
            read(one, P0, 2);
            read(one, P1, 2);
            Member two = join("two");
            assertThat(group.nextDeadline(now)).isEqualTo(OptionalLong.of(now + REBALANCE_TIMEOUT.toNanos()));

            pass(REBALANCE_TIMEOUT.minusMillis(1));
            assertThat(assignment(two)).isEmpty();
            pass(Duration.ofMillis(1));

            assertThat(assignment(two)).hasSize(1);
            assertThat(read(two, assignment(two).iterator().next())).containsExactly(0L, 1L, 2L);
        }

        @Test
        void theOwnerKeepsWhatWasToMoveWhenTheNewMemberLeavesAgain() {
            topic(ORDERS, 2);
            append(P0, 3);
            append(P1, 3);
            Member one = join("one");
            read(one, P0, 2);
            read(one, P1, 2);

            leave(join("two"));

            assertThat(assignment(one)).hasSize(2);
            assertThat(read(one, P0)).containsExactly(2L);
            assertThat(read(one, P1)).containsExactly(2L);
        }

        @Test
        void whatWasReadForAFormerOwnerIsNotDelivered() {
            topic(ORDERS, 1);
            append(P0, 3);
            Member one = join("one");
            ReadPosition before = group.readPositions(one).get(0);
            leave(one);
            join("two");

            assertThat(group.deliver(one, P0, before.epoch(), 0, 3, 0, now)).isFalse();
        }
    }

    @Nested
    class Retention {
        @Test
        void whatLeftBeforeItWasReadIsSkippedAndCountedOnce() {
            topic(ORDERS, 1);
            append(P0, 10);
            Member one = join("one");
            read(one, P0, 2);
            acknowledge(one, P0, 1);
            expire(P0, 6);

            assertThat(read(one, P0, 1)).containsExactly(6L);
            leave(one);
            assertThat(read(join("two"), P0)).containsExactly(6L, 7L, 8L, 9L);

            assertThat(progress(P0).skipped()).isEqualTo(4);
            assertThat(committed).containsEntry(P0, 6L);
        }

        @Test
        void aGroupThatComesBackAfterEverythingLeftIsToldToo() {
            topic(ORDERS, 1);
            append(P0, 10);
            Member one = join("one");
            read(one, P0, 3);
            acknowledge(one, P0, 2);
            leave(one);
            expire(P0, 10);

            assertThat(read(join("two"), P0)).isEmpty();

            assertThat(progress(P0).skipped()).isEqualTo(7);
            assertThat(progress(P0).lag()).isZero();
        }
    }

    @Nested
    class Administration {
        @Test
        void aResetMovesTheOwnerAndIsNotUndoneByLateAcknowledgements() {
            topic(ORDERS, 1);
            append(P0, 5);
            Member one = join("one");
            read(one, P0);

            group.reset(P0, 1);
            acknowledge(one, P0, 4);

            assertThat(committed).containsEntry(P0, 1L);
            assertThat(read(one, P0)).containsExactly(1L, 2L, 3L, 4L);
        }

        @Test
        void aGroupWithMembersIsNotDeleted() {
            topic(ORDERS, 1);
            Member one = join("one");

            assertThatThrownBy(group::delete)
                    .isInstanceOf(GroupHasMembersException.class)
                    .hasMessageContaining("1 members");
            leave(one);
            group.reset(P0, 0);
            settle();
            assertThat(committed).isNotEmpty();
            group.delete();
            settle();
            assertThat(committed).isEmpty();
            assertThat(group.isEmpty()).isTrue();
        }

        @Test
        void aDeletedTopicTakesItsOffsetsAlongAndIsAnotherOneWhenItComesAgain() {
            topic(ORDERS, 1);
            append(P0, 5);
            Member one = join("one");
            read(one, P0);
            acknowledge(one, P0, 4);

            partitions.remove(ORDERS);
            logs.remove(P0);
            group.topicDeleted(ORDERS, now);
            settle();
            assertThat(committed).isEmpty();
            assertThat(assignment(one)).isEmpty();
            topic(ORDERS, 1);
            append(P0, 1);

            assertThat(read(one, P0)).containsExactly(0L);
        }

        @Test
        void theDescriptionTellsMembersAndProgress() {
            TopicName other = TopicName.of("other");
            topic(ORDERS, 1);
            append(P0, 4);
            Member one = join("one", Set.of(ORDERS, other), StartAt.EARLIEST);
            read(one, P0);
            acknowledge(one, P0, 0);

            GroupDescription description = group.describe();

            assertThat(description.members()).singleElement().satisfies(member -> {
                assertThat(member.name()).isEqualTo("one");
                assertThat(member.topics()).containsExactlyInAnyOrder(ORDERS, other);
                assertThat(member.assignment()).containsExactly(P0);
            });
            assertThat(description.partitions()).singleElement().satisfies(progress -> {
                assertThat(progress.owner())
                        .hasValue(description.members().get(0).id());
                assertThat(progress.committed()).hasValue(1);
                assertThat(progress.logEndOffset()).isEqualTo(4);
                assertThat(progress.lag()).isEqualTo(3);
            });
        }
    }
}
