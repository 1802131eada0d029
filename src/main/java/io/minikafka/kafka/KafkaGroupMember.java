package io.minikafka.kafka;

import io.minikafka.broker.BrokerException;
import io.minikafka.broker.BrokerException.Code;
import io.minikafka.broker.Delivery;
import io.minikafka.broker.FetchLimits;
import io.minikafka.broker.GroupMember;
import io.minikafka.broker.StoreFailures;
import io.minikafka.group.Acknowledgement;
import io.minikafka.group.MemberSpec;
import io.minikafka.group.Nanos;
import io.minikafka.group.NotOwnerException;
import io.minikafka.store.TopicPartition;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The door's side of a membership: serves from what {@link ConsumerLoop} has fetched, and leaves to it what it has to do.
 * Polls that find messages complete on the caller's thread, others on the loop's and the timer's.
 */
final class KafkaGroupMember implements GroupMember {
    private final MemberSpec spec;
    private final MemberState state;
    private final ConsumerLoop loop;
    private final ClusterWatch cluster;
    private final ScheduledExecutorService timer;

    KafkaGroupMember(
            MemberSpec spec,
            MemberState state,
            ConsumerLoop loop,
            ClusterWatch cluster,
            ScheduledExecutorService timer) {
        this.spec = spec;
        this.state = state;
        this.loop = loop;
        this.cluster = cluster;
        this.timer = timer;
    }

    @Override
    public CompletableFuture<Delivery> poll(FetchLimits limits, Duration maxWait) {
        MemberState.Wait wait;
        boolean wake;
        state.lock.lock();
        try {
            if (state.isWaiting()) {
                return CompletableFuture.failedFuture(new BrokerException(
                        Code.FAILED_PRECONDITION, "The member polls already; accepted is one poll at a time"));
            }
            state.comeBack();
            Delivery delivery = state.isEnding() ? null : state.buffer.take(limits);
            wake = state.needsLoop();
            BrokerException failure = delivery == null ? state.takeFailure() : null;
            boolean waits = maxWait.compareTo(Duration.ZERO) > 0 || state.isEnding();
            if (delivery != null || failure != null || !waits) {
                if (wake) {
                    loop.wake();
                }
                return failure != null
                        ? CompletableFuture.failedFuture(failure)
                        : CompletableFuture.completedFuture(delivery != null ? delivery : Delivery.NOTHING);
            }
            wait = state.await(limits);
        } finally {
            state.lock.unlock();
        }
        if (wake) {
            loop.wake();
        }
        end(wait, maxWait);
        return wait;
    }

    /** Ends the wait in time. */
    private void end(MemberState.Wait wait, Duration maxWait) {
        if (wait.isDone() || Nanos.isForEver(maxWait)) {
            return;
        }
        try {
            ScheduledFuture<?> timeout = timer.schedule(() -> late(wait), Nanos.of(maxWait), TimeUnit.NANOSECONDS);
            wait.whenComplete((delivery, failure) -> timeout.cancel(false));
        } catch (RejectedExecutionException e) {
            wait.fail(StoreFailures.shuttingDown());
        }
    }

    private void late(MemberState.Wait wait) {
        if (cluster.isAway()) {
            wait.fail(new BrokerException(Code.UNAVAILABLE, "Kafka is away: " + cluster.reason()));
        } else {
            wait.finish(Delivery.NOTHING);
        }
    }

    @Override
    public CompletableFuture<Void> acknowledge(List<Acknowledgement> acknowledgements) {
        CompletableFuture<Void> committed = null;
        NotOwnerException refused = null;
        boolean wake;
        state.lock.lock();
        try {
            if (!state.isAway()) {
                state.used();
            }
            for (Acknowledgement acknowledgement : acknowledgements) {
                PartitionBuffer partition = state.buffer.partition(acknowledgement.partition());
                if (partition == null) {
                    refused = new NotOwnerException(acknowledgement.partition(), spec.name());
                } else {
                    partition.acknowledge(acknowledgement.offset());
                }
            }
            state.changed.signalAll();
            if (spec.commitInterval().isZero()) {
                committed = state.awaitCommit();
                wake = true;
            } else {
                wake = state.commitWithin(spec.commitInterval());
            }
        } finally {
            state.lock.unlock();
        }
        if (wake) {
            loop.wake();
        }
        if (refused != null) {
            return CompletableFuture.failedFuture(StoreFailures.translate(refused));
        }
        return committed == null ? CompletableFuture.completedFuture(null) : committed;
    }

    @Override
    public CompletableFuture<Void> flush() {
        CompletableFuture<Void> committed = state.locked(() -> {
            state.changed.signalAll();
            return state.awaitCommit();
        });
        loop.wake();
        return committed;
    }

    @Override
    public Set<TopicPartition> assignment() {
        return state.locked(state.buffer::assignment);
    }

    @Override
    public CompletableFuture<Void> leave() {
        return loop.leave();
    }

    /** Ends the wait, and all later ones; what is fetched is still delivered. */
    void drain() {
        state.drain();
    }
}
