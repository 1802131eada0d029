package io.minikafka.kafka;

import io.minikafka.broker.BrokerException;
import io.minikafka.broker.Delivery;
import io.minikafka.broker.FetchLimits;
import io.minikafka.broker.StoreFailures;
import io.minikafka.group.Nanos;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the two sides of a membership share: the door's, {@link KafkaGroupMember}, and the thread that speaks to Kafka,
 * {@link ConsumerLoop}. To be used with {@link #lock} held, which nobody keeps while waiting for Kafka; futures complete
 * without it, since what depends on them may ask for more.
 */
final class MemberState {
    final ReentrantLock lock = new ReentrantLock();

    /** Something was acknowledged, the client is back, or the membership ends. */
    final Condition changed = lock.newCondition();

    final MemberBuffer buffer = new MemberBuffer();

    private @Nullable Wait wait;
    private @Nullable BrokerException failure;
    private List<CompletableFuture<Void>> commitWaiters = new ArrayList<>();
    private List<CompletableFuture<Void>> postponedWaiters = new ArrayList<>();
    private long lastUsedNanos = System.nanoTime();
    private long commitDueNanos;
    private boolean commitScheduled;
    private boolean draining;
    private boolean ending;
    private boolean paused;
    private boolean away;

    /** A poll that waits. */
    final class Wait extends CompletableFuture<Delivery> {
        private final FetchLimits limits;

        Wait(FetchLimits limits) {
            this.limits = limits;
        }

        /** Completes unless something else was faster. */
        void finish(Delivery delivery) {
            if (end()) {
                complete(delivery);
            }
        }

        void fail(BrokerException reason) {
            if (end()) {
                completeExceptionally(reason);
            }
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            return end() && super.cancel(mayInterruptIfRunning);
        }

        private boolean end() {
            return locked(() -> {
                if (wait != this) {
                    return false;
                }
                wait = null;
                used();
                return true;
            });
        }
    }

    /** Runs it with the lock held. */
    <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    /** Runs it with the lock held. */
    void withLock(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    boolean isWaiting() {
        return wait != null;
    }

    /** Begins a wait, which may be over at once. */
    Wait await(FetchLimits limits) {
        Wait begun = new Wait(limits);
        if (draining || ending) {
            begun.completeExceptionally(StoreFailures.shuttingDown());
        } else {
            wait = begun;
        }
        return begun;
    }

    /** Delivers to the wait, if there is one and something for it. To be called without the lock. */
    void deliver() {
        Wait waiting;
        Delivery delivery;
        lock.lock();
        try {
            waiting = wait;
            delivery = waiting == null ? null : buffer.take(waiting.limits);
            if (delivery != null) {
                wait = null;
                used();
            }
        } finally {
            lock.unlock();
        }
        if (waiting != null && delivery != null) {
            waiting.complete(delivery);
        }
    }

    /** Tells the wait, or the next poll, of a failure. To be called without the lock. */
    void fail(BrokerException reason) {
        Wait waiting;
        lock.lock();
        try {
            waiting = wait;
            if (waiting == null) {
                failure = reason;
            }
        } finally {
            lock.unlock();
        }
        if (waiting != null) {
            waiting.fail(reason);
        }
    }

    /** What the next poll is to be told, once. */
    @Nullable
    BrokerException takeFailure() {
        BrokerException taken = failure;
        failure = null;
        return taken;
    }

    /** What was to be told is over. */
    void recovered() {
        failure = null;
    }

    /** Whether the loop should be woken, since there is room again or the client is back. */
    boolean needsLoop() {
        return paused && buffer.isHalfEmpty();
    }

    /** Whether nothing should be fetched now. */
    boolean pause() {
        paused = paused ? !buffer.isHalfEmpty() : buffer.isFull();
        return paused;
    }

    /** Whether the member is not in its group, since its client showed nothing for too long. */
    boolean isAway() {
        return away;
    }

    void goAway() {
        away = true;
    }

    /** The client polls. */
    void comeBack() {
        used();
        if (away) {
            away = false;
            changed.signalAll();
        }
    }

    /** The client has shown that it is there. */
    void used() {
        lastUsedNanos = System.nanoTime();
    }

    /** How long the client has shown nothing; a client that waits is there. */
    long idleNanos(long now) {
        return wait != null ? 0 : now - lastUsedNanos;
    }

    /** Completes once what is acknowledged by now is committed. */
    CompletableFuture<Void> awaitCommit() {
        CompletableFuture<Void> committed = new CompletableFuture<>();
        if (ending) {
            committed.completeExceptionally(StoreFailures.shuttingDown());
        } else {
            commitWaiters.add(committed);
        }
        return committed;
    }

    /** Whether this is news: a commit was not due yet, and now it is after the interval. */
    boolean commitWithin(Duration interval) {
        if (commitScheduled) {
            return false;
        }
        commitScheduled = true;
        commitDueNanos = System.nanoTime() + Nanos.of(interval);
        return true;
    }

    /** How long until acknowledgements must be committed; 0 when it is time, {@link Long#MAX_VALUE} for none. */
    long nanosUntilCommit(long now) {
        if (!commitWaiters.isEmpty()) {
            return 0;
        }
        return commitScheduled ? Math.max(0, commitDueNanos - now) : Long.MAX_VALUE;
    }

    /** These wait for the next commit, whose time they do not change: the last one could not be made. */
    void commitAgain(List<CompletableFuture<Void>> waiters) {
        postponedWaiters.addAll(waiters);
    }

    /** Those who wait for the commit that begins now. */
    List<CompletableFuture<Void>> beginCommit() {
        List<CompletableFuture<Void>> waiters = postponedWaiters;
        waiters.addAll(commitWaiters);
        postponedWaiters = new ArrayList<>();
        commitWaiters = new ArrayList<>();
        commitScheduled = false;
        return waiters;
    }

    boolean isEnding() {
        return ending;
    }

    /** The membership ends: waits do, too. To be called without the lock. */
    void end() {
        withLock(() -> {
            ending = true;
            changed.signalAll();
        });
        drain();
    }

    /** Ends the wait and all later ones. To be called without the lock. */
    void drain() {
        Wait waiting;
        lock.lock();
        try {
            draining = true;
            waiting = wait;
        } finally {
            lock.unlock();
        }
        if (waiting != null) {
            waiting.fail(StoreFailures.shuttingDown());
        }
    }
}
