package io.minikafka.kafka;

import io.minikafka.broker.BrokerException;
import io.minikafka.broker.BrokerException.Code;
import io.minikafka.group.GroupName;
import io.minikafka.store.TopicPartition;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits what a member's client has acknowledged: when it is due, when partitions move, and at the end. For the thread
 * that has the consumer only.
 */
final class MemberCommits {
    private static final Logger log = LoggerFactory.getLogger(KafkaBroker.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration DURING_REBALANCE = Duration.ofMillis(50);

    private final GroupName group;
    private final MemberState state;
    private final Consumer<byte[], byte[]> consumer;
    private final Duration timeout;
    private boolean underWay;

    /** @param timeout how long a commit that is waited for may take */
    MemberCommits(GroupName group, MemberState state, Consumer<byte[], byte[]> consumer, Duration timeout) {
        this.group = group;
        this.state = state;
        this.consumer = consumer;
        this.timeout = timeout;
    }

    /** How long until something has to be committed; {@link Long#MAX_VALUE} for never, as things are. */
    long nanosUntilDue(long now) {
        return underWay ? Long.MAX_VALUE : state.locked(() -> state.nanosUntilCommit(now));
    }

    /** Begins a commit, whose end the consumer's next poll brings. */
    void commitIfDue() {
        List<CompletableFuture<Void>> waiters;
        Map<org.apache.kafka.common.TopicPartition, OffsetAndMetadata> offsets;
        state.lock.lock();
        try {
            if (underWay || state.nanosUntilCommit(System.nanoTime()) > 0) {
                return;
            }
            waiters = state.beginCommit();
            offsets = state.buffer.toCommit();
        } finally {
            state.lock.unlock();
        }
        if (offsets.isEmpty()) {
            waiters.forEach(waiter -> waiter.complete(null));
            return;
        }
        underWay = true;
        consumer.commitAsync(offsets, (committed, failure) -> {
            underWay = false;
            ended(offsets, waiters, failure);
            lookAgain();
        });
    }

    private void ended(
            Map<org.apache.kafka.common.TopicPartition, OffsetAndMetadata> offsets,
            List<CompletableFuture<Void>> waiters,
            @Nullable Exception failure) {
        if (failure == null) {
            committed(offsets);
            waiters.forEach(waiter -> waiter.complete(null));
        } else if (failure instanceof RebalanceInProgressException) {
            // Kafka takes no commits meanwhile; nothing is lost yet.
            commitLater(DURING_REBALANCE, waiters);
        } else {
            commitLater(AFTER_FAILURE, List.of());
            BrokerException translated = translate(failure);
            waiters.forEach(waiter -> waiter.completeExceptionally(translated));
        }
    }

    private void commitLater(Duration pause, List<CompletableFuture<Void>> waiters) {
        state.withLock(() -> {
            state.commitAgain(waiters);
            var unused = state.commitWithin(pause);
        });
    }

    /** Ends the poll in which a commit has just ended: it does not know of what has become due meanwhile. */
    private void lookAgain() {
        if (nanosUntilDue(System.nanoTime()) != Long.MAX_VALUE) {
            consumer.wakeup();
        }
    }

    private void committed(Map<org.apache.kafka.common.TopicPartition, OffsetAndMetadata> offsets) {
        state.withLock(() -> state.buffer.committed(offsets));
    }

    private Map<org.apache.kafka.common.TopicPartition, OffsetAndMetadata> toCommit(
            Collection<TopicPartition> partitions) {
        return state.locked(() -> state.buffer.toCommit(partitions));
    }

    /** Commits what is acknowledged of these partitions, and waits for it. */
    void commitNow(Collection<TopicPartition> partitions) {
        Map<org.apache.kafka.common.TopicPartition, OffsetAndMetadata> offsets = toCommit(partitions);
        if (offsets.isEmpty()) {
            return;
        }
        try {
            commitAndWait(offsets);
        } catch (KafkaException e) {
            tellUncommitted(offsets.size(), e);
        }
    }

    /** The same at the end of a membership. Kafka takes no commits during a rebalance, which goes on while members poll. */
    void commitBeforeLeaving(Collection<TopicPartition> partitions) {
        long end = System.nanoTime() + timeout.toNanos();
        Map<org.apache.kafka.common.TopicPartition, OffsetAndMetadata> offsets = toCommit(partitions);
        while (!offsets.isEmpty() && System.nanoTime() - end < 0) {
            try {
                commitAndWait(offsets);
            } catch (RebalanceInProgressException e) {
                consumer.pause(consumer.assignment());
                // What it brings is not wanted any more.
                uninterrupted(() -> consumer.poll(DURING_REBALANCE));
            } catch (KafkaException e) {
                tellUncommitted(offsets.size(), e);
                return;
            }
            offsets = toCommit(partitions);
        }
    }

    private void commitAndWait(Map<org.apache.kafka.common.TopicPartition, OffsetAndMetadata> offsets) {
        uninterrupted(() -> consumer.commitSync(offsets, timeout));
        committed(offsets);
    }

    private void tellUncommitted(int partitions, KafkaException failure) {
        log.warn(
                "Offsets of {} partitions acknowledged in the group '{}' were not committed, so that messages come"
                        + " again: {}",
                partitions,
                group,
                translate(failure).getMessage());
    }

    /** The partitions are lost: whoever waits for a commit that is not to be is told so. */
    void refuse() {
        List<CompletableFuture<Void>> waiters = state.locked(
                () -> state.buffer.toCommit().isEmpty() ? List.<CompletableFuture<Void>>of() : state.beginCommit());
        BrokerException reason = lost(null);
        waiters.forEach(waiter -> waiter.completeExceptionally(reason));
    }

    private static BrokerException translate(Exception failure) {
        return failure instanceof CommitFailedException ? lost(failure) : KafkaFailures.translate(failure);
    }

    private static BrokerException lost(@Nullable Exception cause) {
        return new BrokerException(
                Code.FAILED_PRECONDITION,
                "The member has lost its partitions; their messages are delivered to the new owner from the last"
                        + " committed offset on",
                cause);
    }

    /** A wakeup may be meant for a poll that has ended already. */
    static void uninterrupted(Runnable action) {
        try {
            action.run();
        } catch (WakeupException e) {
            action.run();
        }
    }
}
