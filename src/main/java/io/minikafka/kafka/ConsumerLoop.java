package io.minikafka.kafka;

import io.minikafka.broker.GroupListener;
import io.minikafka.group.GroupName;
import io.minikafka.group.MemberSpec;
import io.minikafka.group.Nanos;
import io.minikafka.store.TopicPartition;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
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
    private final MemberCommits commits;
    private final CompletableFuture<Void> left = new CompletableFuture<>();

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
        this.commits = new MemberCommits(group, state, consumer, requestTimeout);
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
        return state.locked(state::isEnding);
    }

    private void subscribe() {
        consumer.subscribe(spec.topics().stream().map(Object::toString).toList(), new Rebalances());
    }

    private void step() {
        try {
            pauseOrResume();
            ConsumerRecords<byte[], byte[]> records = consumer.poll(longestPoll());
            if (!records.isEmpty()) {
                state.withLock(() -> {
                    state.recovered();
                    state.buffer.add(records);
                });
            }
            state.deliver();
            commits.commitIfDue();
            leaveIfUnused();
        } catch (WakeupException e) {
            // Somebody has something for the next step.
            commits.commitIfDue();
        } catch (InterruptException e) {
            state.end();
        } catch (KafkaException e) {
            recover(e);
        }
    }

    private void pauseOrResume() {
        boolean pause = state.locked(state::pause);
        // Partitions that were assigned since come unpaused.
        if (pause) {
            consumer.pause(consumer.assignment());
        } else if (!consumer.paused().isEmpty()) {
            consumer.resume(consumer.paused());
        }
    }

    private Duration longestPoll() {
        long now = System.nanoTime();
        long untilUnused = Math.max(0, Nanos.of(spec.maxPollInterval()) - state.locked(() -> state.idleNanos(now)));
        long nanos = Math.min(LONGEST_POLL.toNanos(), Math.min(untilUnused, commits.nanosUntilDue(now)));
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
        state.withLock(() -> {
            PartitionBuffer buffer = state.buffer.partition(partition);
            if (buffer != null) {
                buffer.skip(messages);
            }
        });
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
        boolean unused = state.locked(() -> {
            boolean tooLong = state.idleNanos(System.nanoTime()) >= Nanos.of(spec.maxPollInterval());
            if (tooLong) {
                state.goAway();
            }
            return tooLong;
        });
        if (unused) {
            consumer.unsubscribe();
            awaitReturn();
        }
    }

    /** Waits, without being in the group, until the client polls. Whoever waits for a commit meanwhile has nothing to. */
    private void awaitReturn() {
        state.lock.lock();
        try {
            while (state.isAway() && !state.isEnding()) {
                state.beginCommit().forEach(waiter -> waiter.completeAsync(() -> null));
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

    // ---- the assignment

    private final class Rebalances implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<org.apache.kafka.common.TopicPartition> partitions) {
            state.withLock(() -> partitions.forEach(partition -> state.buffer.assign(Records.of(partition))));
            tell();
        }

        @Override
        public void onPartitionsRevoked(Collection<org.apache.kafka.common.TopicPartition> partitions) {
            List<TopicPartition> ours = partitions.stream().map(Records::of).toList();
            awaitAcknowledgements(ours);
            commits.commitNow(ours);
            remove(ours);
        }

        @Override
        public void onPartitionsLost(Collection<org.apache.kafka.common.TopicPartition> partitions) {
            commits.refuse();
            remove(partitions.stream().map(Records::of).toList());
        }
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
        state.withLock(() -> partitions.forEach(state.buffer::remove));
        tell();
    }

    private void tell() {
        listener.assigned(state.locked(state.buffer::assignment));
    }

    // ---- the end

    private void close() {
        state.end();
        List<CompletableFuture<Void>> waiters = state.locked(state::beginCommit);
        try {
            clients.closing(consumer);
            commits.commitBeforeLeaving(
                    consumer.assignment().stream().map(Records::of).toList());
            MemberCommits.uninterrupted(() -> consumer.close(CloseOptions.timeout(requestTimeout)
                    .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)));
        } catch (RuntimeException e) {
            log.warn("A member of the group '{}' could not leave in order: {}", group, e.toString());
        } finally {
            waiters.forEach(waiter -> waiter.complete(null));
            left.complete(null);
        }
    }
}
