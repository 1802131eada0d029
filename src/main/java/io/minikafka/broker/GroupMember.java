package io.minikafka.broker;

import io.minikafka.group.Acknowledgement;
import io.minikafka.store.TopicPartition;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A live membership in a consumer group, bound to whatever the door binds it to: a connection, a stream. No method
 * blocks. Safe for use by many threads. Delivery is at least once: what is not acknowledged when the membership ends is
 * delivered again, to others.
 */
public interface GroupMember {
    /**
     * The next messages, of one of the member's partitions (they take turns), in offset order within each. When there is
     * none waits at most {@code maxWait} (zero: not at all; {@code ChronoUnit.FOREVER.getDuration()}: without end) and
     * then returns {@link Delivery#NOTHING}; woken by appends and rebalances, it never polls. One poll at a time:
     * another one fails with {@link BrokerException.Code#FAILED_PRECONDITION}. Cancelling the future ends the wait; when
     * it returns false, a message is already on its way into the future.
     *
     * <p>Fails with {@link BrokerException.Code#UNAVAILABLE} when the broker drains or the member has left, and with
     * {@link DamagedMessagesException}, once, for messages that cannot be read; the next poll goes on after them. A
     * member that lost its partitions because it did not poll for too long joins again by polling.
     */
    CompletableFuture<Delivery> poll(FetchLimits limits, Duration maxWait);

    /**
     * Commits, for the group, the offset after each acknowledged one. Committed offsets never go back, and never beyond
     * what was delivered to the group. The future completes when the commits have the durability of group offsets; for a
     * member with a {@link io.minikafka.group.MemberSpec#commitInterval} it may complete at once and the commit follow
     * within the interval. Where a partition is not (or no longer) this member's, fails with
     * {@link BrokerException.Code#FAILED_PRECONDITION}, naming it; the others are committed nevertheless.
     */
    CompletableFuture<Void> acknowledge(List<Acknowledgement> acknowledgements);

    /** Completes when all that has been acknowledged is committed, without waiting for the commit interval. */
    CompletableFuture<Void> flush();

    /** The partitions it reads now. */
    Set<TopicPartition> assignment();

    /** Ends the membership: its partitions go to others at their committed offsets. Idempotent. */
    CompletableFuture<Void> leave();
}
