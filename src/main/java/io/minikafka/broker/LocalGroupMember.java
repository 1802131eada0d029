package io.minikafka.broker;

import io.minikafka.broker.BrokerException.Code;
import io.minikafka.group.Acknowledgement;
import io.minikafka.group.Group;
import io.minikafka.group.Member;
import io.minikafka.group.MemberSpec;
import io.minikafka.store.MessageStore;
import io.minikafka.store.TopicPartition;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A member of a group of this process. Polls that find messages complete on the caller's thread, others on threads of
 * the broker's.
 */
final class LocalGroupMember implements GroupMember {
    private final LocalGroups groups;
    private final LiveGroup group;
    private final MemberSpec spec;
    private final GroupListener listener;
    private final MemberReader reader;

    /** Held while reading for this member, which others never wait for. */
    private final ReentrantLock reading = new ReentrantLock();

    private final AtomicBoolean polling = new AtomicBoolean();
    private volatile @Nullable Wait wait;
    private volatile @Nullable Member member;
    private volatile boolean left;
    private boolean rejoining;

    LocalGroupMember(
            LocalGroups groups,
            LiveGroup group,
            MemberSpec spec,
            GroupListener listener,
            MessageStore store,
            AppendWatch<MemberReader.Watcher> watch) {
        this.groups = groups;
        this.group = group;
        this.spec = spec;
        this.listener = listener;
        this.reader = new MemberReader(group, store, watch, this::proceed);
    }

    LiveGroup group() {
        return group;
    }

    MemberSpec spec() {
        return spec;
    }

    /** It has joined, for the first time or again. */
    void joined(Member joined) {
        reading.lock();
        try {
            member = joined;
            rejoining = false;
            reader.assignmentChanged();
            Wait waiting = wait;
            if (waiting != null) {
                waiting.goOnAs(joined);
            }
        } finally {
            reading.unlock();
        }
    }

    private Member current() {
        Member current = member;
        if (current == null) {
            throw new IllegalStateException("The member has not joined");
        }
        return current;
    }

    @Override
    public CompletableFuture<Delivery> poll(FetchLimits limits, Duration maxWait) {
        if (!polling.compareAndSet(false, true)) {
            return CompletableFuture.failedFuture(new BrokerException(
                    Code.FAILED_PRECONDITION, "The member polls already; accepted is one poll at a time"));
        }
        boolean waits = false;
        try {
            Delivery delivery = left ? null : take(limits);
            if (delivery != null) {
                return CompletableFuture.completedFuture(delivery);
            }
            if (!left && (maxWait.isZero() || maxWait.isNegative())) {
                joinAgainIfEvicted();
                return CompletableFuture.completedFuture(Delivery.NOTHING);
            }
            waits = true;
            return await(limits, maxWait);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(StoreFailures.translate(e));
        } finally {
            if (!waits) {
                polling.set(false);
            }
        }
    }

    private @Nullable Delivery take(FetchLimits limits) {
        reading.lock();
        try {
            return reader.take(current(), limits);
        } finally {
            reading.unlock();
        }
    }

    private CompletableFuture<Delivery> await(FetchLimits limits, Duration maxWait) {
        Wait waiting = beginWait(limits);
        // Again, for what came before anybody knew that somebody waits.
        waiting.proceed();
        if (!waiting.isDone()) {
            // Not before, since it may be evicted until it is known to wait.
            joinAgainIfEvicted();
        }
        groups.waitLimit().end(waiting, maxWait, () -> waiting.finish(Delivery.NOTHING));
        return waiting;
    }

    private Wait beginWait(FetchLimits limits) {
        reading.lock();
        try {
            Wait waiting = new Wait(limits, current());
            wait = waiting;
            return waiting;
        } finally {
            reading.unlock();
        }
    }

    /** Something may have come for the poll that waits, if there is one. */
    void proceed() {
        Wait waiting = wait;
        if (waiting != null) {
            waiting.proceed();
        }
    }

    /** Tells everybody concerned, on other threads. */
    void assignmentChanged() {
        reader.assignmentChanged();
        groups.wake(this::proceed);
        if (listener != GroupListener.NONE && !left) {
            groups.inOrder(() -> listener.assigned(assignment()));
        }
    }

    private void joinAgainIfEvicted() {
        reading.lock();
        try {
            if (left || rejoining || current().isLive()) {
                return;
            }
            rejoining = true;
        } finally {
            reading.unlock();
        }
        groups.joinAgain(this);
    }

    @Override
    public CompletableFuture<Void> acknowledge(List<Acknowledgement> acknowledgements) {
        return LocalGroups.translated(group.acknowledge(current(), acknowledgements));
    }

    @Override
    public Set<TopicPartition> assignment() {
        Member current = current();
        return group.look((Group looking) -> looking.assignment(current));
    }

    /** There is nothing to hurry: who acknowledges has waited for the commit. */
    @Override
    public CompletableFuture<Void> flush() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> leave() {
        left = true;
        CompletableFuture<Void> gone = groups.leave(this);
        proceed();
        return gone;
    }

    boolean hasLeft() {
        return left;
    }

    /** On the thread that joins and leaves. */
    void leaveGroup() {
        group.leave(current());
        reading.lock();
        try {
            reader.close();
        } finally {
            reading.unlock();
        }
    }

    /** A poll that found nothing. */
    private final class Wait extends CompletableFuture<Delivery> {
        private final FetchLimits limits;

        // Guarded by the lock on reading.
        private Member waiting;
        /** Whether it is decided how this ends; from then on nothing changes. */
        private boolean claimed;

        Wait(FetchLimits limits, Member waiting) {
            this.limits = limits;
            this.waiting = waiting;
            group.pollBegins(waiting);
        }

        /** Who waits was evicted, and has joined again: it must not be taken for somebody who does not poll. */
        void goOnAs(Member joined) {
            if (!claimed) {
                waiting = joined;
                group.pollBegins(joined);
            }
        }

        void proceed() {
            finish(null);
        }

        /**
         * Ends with messages or a failure, if there are any.
         *
         * @param otherwise what it ends with if there are not; null for going on
         */
        void finish(@Nullable Delivery otherwise) {
            Delivery delivery = otherwise;
            RuntimeException failure = null;
            reading.lock();
            try {
                if (claimed) {
                    return;
                }
                try {
                    Delivery taken = left ? null : reader.take(current(), limits);
                    delivery = taken == null ? otherwise : taken;
                } catch (RuntimeException e) {
                    failure = StoreFailures.translate(e);
                }
                if (delivery == null && failure == null && (left || groups.isDraining())) {
                    failure = left
                            ? new BrokerException(Code.UNAVAILABLE, "The member has left its group")
                            : StoreFailures.shuttingDown();
                }
                if (delivery == null && failure == null) {
                    return;
                }
                claimed = true;
            } finally {
                reading.unlock();
            }
            complete(delivery, failure);
        }

        private void complete(@Nullable Delivery delivery, @Nullable RuntimeException failure) {
            // Before, since what depends on this may poll at once, and comes in no particular order.
            end();
            if (failure == null) {
                complete(delivery);
            } else {
                completeExceptionally(failure);
            }
        }

        /** False when a message is already on its way into this. */
        @Override
        public boolean cancel(boolean mayInterrupt) {
            reading.lock();
            try {
                if (claimed) {
                    return false;
                }
                claimed = true;
            } finally {
                reading.unlock();
            }
            end();
            return super.cancel(mayInterrupt);
        }

        private void end() {
            group.pollEnds(waiting);
            wait = null;
            polling.set(false);
        }
    }
}
