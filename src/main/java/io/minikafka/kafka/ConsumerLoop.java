package io.minikafka.kafka;

import io.minikafka.broker.BrokerException;
import io.minikafka.broker.BrokerException.Code;
import io.minikafka.broker.GroupListener;
import io.minikafka.group.GroupName;
import io.minikafka.group.MemberSpec;
import io.minikafka.group.Nanos;
import io.minikafka.store.TopicPartition;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of one membership: the only one that uses its consumer, as Kafka wants it. Polls without end, since that is
 * what keeps a member in its group, and fetches nothing while enough is fetched; commits what is acknowledged; leaves the
 * group when the client shows nothing for too long, and joins again when it is back.
 */
final class ConsumerLoop implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(KafkaBroker.class);

    /** Nothing has to be looked after this often; whatever happens wakes the loop. */
    private static final Duration LONGEST_POLL = Duration.ofMinutes(1);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration DURING_REBALANCE = Duration.ofMillis(50);

    private final GroupName group;
    private final MemberSpec spec;
    private final MemberState state;
    private final GroupListener listener;
    private final SkippedMessages skipped;
    private final Duration rebalanceTimeout;
    private final Duration requestTimeout;
    private final KafkaClients clients;
    private final Consumer<byte[], byte[]> consumer;
    private final Positions positions;
    private final CompletableFuture<Void> left = new CompletableFuture<>();

    private boolean committing;

    ConsumerLoop(
            GroupName group,
            MemberSpec spec,
            MemberState state,
            GroupListener listener,
            SkippedMessages skipped,
            Duration rebalanceTimeout,
            KafkaClients clients,
            Consumer<byte[], byte[]> consumer,
            Positions positions) {
        this.group = group;
        this.spec = spec;
        this.state = state;
        this.listener = listener;
        this.skipped = skipped;
        this.rebalanceTimeout = rebalanceTimeout;
        this.requestTimeout = clients.settings().requestTimeout();
        this.clients = clients;
        this.consumer = consumer;
        this.positions = positions;
    }

    // ---- what others call

    /** Something is to be done. Any thread may call. */
    void wake() {
        consumer.wakeup();
    }

    /** Ends the membership; the future completes when it has. Any thread may call. */
    CompletableFuture<Void> leave() {
        state.end();
        consumer.wakeup();
        return left.copy();
    }

    // ---- the loop

    @Override
    public void run() {
        try {
            subscribe();
            while (!isEnding()) {
                step();
            }
        } catch (RuntimeException | Error e) {
            log.error("A member of the group '{}' failed in a way that nobody foresaw", group, e);
        } finally {
            close();
        }
    }

    private boolean isEnding() {
        state.lock.lock();
        try {
            return state.isEnding();
        } finally {
            state.lock.unlock();
        }
    }

    private void subscribe() {
        consumer.subscribe(spec.topics().stream().map(Object::toString).toList(), new Rebalances());
    }

    private void step() {
        try {
            pauseOrResume();
            ConsumerRecords<byte[], byte[]> records = consumer.poll(longestPoll());
            if (!records.isEmpty()) {
                add(records);
            }
            state.deliver();
            commitIfDue();
            leaveIfUnused();
        } catch (WakeupException e) {
            // Somebody has something for the next step.
            commitIfDue();
        } catch (InterruptException e) {
            state.end();
        } catch (KafkaException e) {
            recover(e);
        }
    }

    private void add(ConsumerRecords<byte[], byte[]> records) {
        state.lock.lock();
        try {
            state.recovered();
            state.buffer.add(records);
        } finally {
            state.lock.unlock();
        }
    }

    private void pauseOrResume() {
        boolean pause;
        state.lock.lock();
        try {
            pause = state.pause();
        } finally {
            state.lock.unlock();
        }
        // Partitions that were assigned since come unpaused.
        if (pause) {
            consumer.pause(consumer.assignment());
        } else if (!consumer.paused().isEmpty()) {
            consumer.resume(consumer.paused());
        }
    }

    private Duration longestPoll() {
        long now = System.nanoTime();
        long nanos = LONGEST_POLL.toNanos();
        state.lock.lock();
        try {
            nanos = Math.min(nanos, committing ? Long.MAX_VALUE : state.nanosUntilCommit(now));
            nanos = Math.min(nanos, Math.max(0, Nanos.of(spec.maxPollInterval()) - state.idleNanos(now)));
        } finally {
            state.lock.unlock();
        }
        // Rounded up: Kafka's clock ticks in milliseconds, and a poll that ends just before its time comes again.
        return Duration.ofMillis(TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
    }

    private void recover(KafkaException failure) {
        try {
            Map<TopicPartition, Long> left = positions.recover(failure);
            if (left == null) {
                state.fail(KafkaFailures.translate(failure));
                pauseAfterFailure();
            } else {
                left.forEach(this::skip);
            }
        } catch (WakeupException e) {
            // The next poll meets the same and gets here again.
        } catch (KafkaException e) {
            state.fail(KafkaFailures.translate(e));
            pauseAfterFailure();
        }
    }

    private void skip(TopicPartition partition, long messages) {
        skipped.add(group, partition, messages);
        state.lock.lock();
        try {
            PartitionBuffer buffer = state.buffer.partition(partition);
            if (buffer != null) {
                buffer.skip(messages);
            }
        } finally {
            state.lock.unlock();
        }
    }

    /** So that what fails at once, again and again, does so slowly. */
    private void pauseAfterFailure() {
        state.lock.lock();
        try {
            if (!state.isEnding()) {
                var unused = state.changed.await(AFTER_FAILURE.toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            state.lock.unlock();
        }
    }

    // ---- a client that shows nothing

    private void leaveIfUnused() {
        boolean unused;
        state.lock.lock();
        try {
            unused = state.idleNanos(System.nanoTime()) >= Nanos.of(spec.maxPollInterval());
            if (unused) {
                state.goAway();
            }
        } finally {
            state.lock.unlock();
        }
        if (unused) {
            consumer.unsubscribe();
            awaitReturn();
        }
    }

    /** Waits, without being in the group, until the client polls. */
    private void awaitReturn() {
        state.lock.lock();
        try {
            while (state.isAway() && !state.isEnding()) {
                state.changed.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            state.end();
            return;
        } finally {
            state.lock.unlock();
        }
        subscribe();
    }

    // ---- commits

    private void commitIfDue() {
        List<CompletableFuture<Void>> waiters;
        Map<org.apache.kafka.common.TopicPartition, OffsetAndMetadata> offsets;
        state.lock.lock();
        try {
            if (committing || state.nanosUntilCommit(System.nanoTime()) > 0) {
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
        committing = true;
        consumer.commitAsync(offsets, (committed, failure) -> {
            committing = false;
            if (failure == null) {
                committed(offsets);
                waiters.forEach(waiter -> waiter.complete(null));
            } else if (failure instanceof RebalanceInProgressException) {
                // Kafka takes no commits meanwhile; nothing is lost yet.
                commitLater(DURING_REBALANCE, waiters);
            } else {
                commitLater(AFTER_FAILURE, List.of());
                BrokerException translated = commitFailure(failure);
                waiters.forEach(waiter -> waiter.completeExceptionally(translated));
            }
            lookAfterCommits();
        });
    }

    private void commitLater(Duration pause, List<CompletableFuture<Void>> waiters) {
        state.lock.lock();
        try {
            state.commitAgain(waiters);
            var unused = state.commitWithin(pause);
        } finally {
            state.lock.unlock();
        }
    }

    /** Ends the poll in which a commit has just ended: it does not know of what has become due meanwhile. */
    private void lookAfterCommits() {
        boolean due;
        state.lock.lock();
        try {
            due = state.nanosUntilCommit(System.nanoTime()) != Long.MAX_VALUE;
        } finally {
            state.lock.unlock();
        }
        if (due) {
            consumer.wakeup();
        }
    }

    private void committed(Map<org.apache.kafka.common.TopicPartition, OffsetAndMetadata> offsets) {
        state.lock.lock();
        try {
            state.buffer.committed(offsets);
        } finally {
            state.lock.unlock();
        }
    }

    private static BrokerException lost(@Nullable Exception cause) {
        return new BrokerException(
                Code.FAILED_PRECONDITION,
                "The member has lost its partitions; their messages are delivered to the new owner from the last"
                        + " committed offset on",
                cause);
    }

    private static BrokerException commitFailure(Exception failure) {
        return failure instanceof org.apache.kafka.clients.consumer.CommitFailedException
                ? lost(failure)
                : KafkaFailures.translate(failure);
    }

    /** Commits what is acknowledged of these partitions, and waits for it. */
    private void commitNow(Collection<TopicPartition> partitions) {
        Map<org.apache.kafka.common.TopicPartition, OffsetAndMetadata> offsets = toCommit(partitions);
        if (offsets.isEmpty()) {
            return;
        }
        try {
            uninterrupted(() -> consumer.commitSync(offsets, requestTimeout));
            committed(offsets);
        } catch (KafkaException e) {
            tellUncommitted(offsets.keySet().stream().map(Records::of).toList(), e);
        }
    }

    /** Kafka takes no commits during a rebalance, which goes on only while its members poll. */
    private void commitBeforeLeaving(List<TopicPartition> partitions) {
        long end = System.nanoTime() + requestTimeout.toNanos();
        while (isUncommitted(partitions) && System.nanoTime() - end < 0) {
            try {
                Map<org.apache.kafka.common.TopicPartition, OffsetAndMetadata> offsets = toCommit(partitions);
                uninterrupted(() -> consumer.commitSync(offsets, requestTimeout));
                committed(offsets);
            } catch (RebalanceInProgressException e) {
                consumer.pause(consumer.assignment());
                // What it brings is not wanted any more.
                uninterrupted(() -> consumer.poll(DURING_REBALANCE));
            } catch (KafkaException e) {
                tellUncommitted(partitions, e);
                return;
            }
        }
    }

    private boolean isUncommitted(List<TopicPartition> partitions) {
        return !toCommit(partitions).isEmpty();
    }

    private Map<org.apache.kafka.common.TopicPartition, OffsetAndMetadata> toCommit(
            Collection<TopicPartition> partitions) {
        state.lock.lock();
        try {
            return state.buffer.toCommit(partitions);
        } finally {
            state.lock.unlock();
        }
    }

    private void tellUncommitted(Collection<TopicPartition> partitions, KafkaException failure) {
        log.warn(
                "Offsets of {} partitions acknowledged in the group '{}' were not committed, so that messages come again: {}",
                partitions.size(),
                group,
                commitFailure(failure).getMessage());
    }

    /** A wakeup may be meant for a poll that has ended already. */
    private static void uninterrupted(Runnable action) {
        try {
            action.run();
        } catch (WakeupException e) {
            action.run();
        }
    }

    // ---- the assignment

    private final class Rebalances implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<org.apache.kafka.common.TopicPartition> partitions) {
            state.lock.lock();
            try {
                partitions.forEach(partition -> state.buffer.assign(Records.of(partition)));
            } finally {
                state.lock.unlock();
            }
            tell();
        }

        @Override
        public void onPartitionsRevoked(Collection<org.apache.kafka.common.TopicPartition> partitions) {
            List<TopicPartition> ours = partitions.stream().map(Records::of).toList();
            awaitAcknowledgements(ours);
            commitNow(ours);
            remove(ours);
        }

        @Override
        public void onPartitionsLost(Collection<org.apache.kafka.common.TopicPartition> partitions) {
            refuseCommits(lost(null));
            remove(partitions.stream().map(Records::of).toList());
        }
    }

    /** Whoever waits for a commit that is not to be is told so. */
    private void refuseCommits(BrokerException reason) {
        List<CompletableFuture<Void>> waiters;
        state.lock.lock();
        try {
            waiters = state.buffer.toCommit().isEmpty() ? List.of() : state.beginCommit();
        } finally {
            state.lock.unlock();
        }
        waiters.forEach(waiter -> waiter.completeExceptionally(reason));
    }

    /** Delivers nothing more of these partitions, and gives the client the time to acknowledge what it got. */
    private void awaitAcknowledgements(List<TopicPartition> partitions) {
        long nanos = Nanos.of(rebalanceTimeout);
        state.lock.lock();
        try {
            partitions.forEach(state.buffer::drop);
            while (nanos > 0 && !state.isAway() && !state.isEnding() && !state.buffer.isSettled(partitions)) {
                nanos = state.changed.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            state.lock.unlock();
        }
    }

    private void remove(List<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return;
        }
        state.lock.lock();
        try {
            partitions.forEach(state.buffer::remove);
        } finally {
            state.lock.unlock();
        }
        tell();
    }

    private void tell() {
        Set<TopicPartition> assignment;
        state.lock.lock();
        try {
            assignment = state.buffer.assignment();
        } finally {
            state.lock.unlock();
        }
        listener.assigned(assignment);
    }

    // ---- the end

    private void close() {
        state.end();
        List<CompletableFuture<Void>> waiters;
        state.lock.lock();
        try {
            waiters = state.beginCommit();
        } finally {
            state.lock.unlock();
        }
        try {
            clients.closing(consumer);
            List<TopicPartition> assigned =
                    consumer.assignment().stream().map(Records::of).toList();
            commitBeforeLeaving(assigned);
            uninterrupted(() -> consumer.close(CloseOptions.timeout(requestTimeout)
                    .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)));
        } catch (RuntimeException e) {
            log.warn("A member of the group '{}' could not leave in order: {}", group, e.toString());
        } finally {
            waiters.forEach(waiter -> waiter.complete(null));
            left.complete(null);
        }
    }
}
