package io.minikafka.client;

import io.minikafka.client.ConsumeEvent.Acknowledged;
import io.minikafka.client.ConsumeEvent.Assigned;
import io.minikafka.client.ConsumeEvent.Damaged;
import io.minikafka.client.ConsumeEvent.Delivered;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One {@link Membership} after the other: the next one comes by itself after a lost connection, however long that takes;
 * after a refusal, or when it was ended here, whoever polls opens it. All methods are called with the lock held, which the
 * events of streams take by themselves.
 */
final class Memberships {
    private final Connection connection;
    private final GroupSubscription subscription;
    private final ReentrantLock lock;
    private final Condition news;
    private final Backoff backoff = new Backoff();
    private @Nullable Membership current;
    private @Nullable Refusal refusal;
    /** Why the last membership ended; null from when the next one has joined. */
    private @Nullable MinikafkaException lost;

    private boolean stopped;
    private long joins;

    /** @param news of the lock; signalled when something has changed that a poll may wait for */
    Memberships(Connection connection, GroupSubscription subscription, ReentrantLock lock, Condition news) {
        this.connection = connection;
        this.subscription = subscription;
        this.lock = lock;
        this.news = news;
    }

    /** Begins to join. There is no membership now. */
    void open() {
        stopped = false;
        refusal = null;
        Events events = new Events();
        Membership fresh = new Membership(connection.channel(), subscription, events);
        events.membership = fresh;
        current = fresh;
    }

    /** Null while there is none; it may not have joined yet. */
    @Nullable
    Membership current() {
        return current;
    }

    /** The one that the server has let in; null while there is none. */
    @Nullable
    Membership joined() {
        return current != null && current.isJoined() ? current : null;
    }

    /** Why there is none for now; null while that is not known, or there is one. */
    @Nullable
    MinikafkaException lost() {
        return lost;
    }

    /** How many times it has joined. */
    long joins() {
        return joins;
    }

    /** Whether {@link #end} ended the last one, so that the next one has to be asked for. */
    boolean isStopped() {
        return stopped;
    }

    /**
     * Tells a refusal once; then, when its time has come, joins again.
     *
     * @return in so many nanoseconds, at the latest, this is to be called again
     * @throws MinikafkaException the refusal
     */
    long tryAgainAfterRefusal() {
        Refusal refused = refusal;
        if (refused == null) {
            return Long.MAX_VALUE;
        }
        refused.tellOnce();
        long pause = refused.pauseNanos();
        if (pause > 0) {
            return pause;
        }
        open();
        return Long.MAX_VALUE;
    }

    /** Ends the current one as it is. Returns what completes futures, to be run without the lock. */
    Runnable end(MinikafkaException reason) {
        stopped = true;
        lost = null;
        Membership ended = current;
        current = null;
        if (ended == null) {
            return () -> {};
        }
        ended.cancel(String.valueOf(reason.getMessage()));
        return ended.ended(reason);
    }

    /** The current one will end by itself, and none is to follow. */
    void stop() {
        stopped = true;
    }

    private void reopen() {
        lock.lock();
        try {
            if (!stopped && current == null) {
                open();
            }
        } finally {
            lock.unlock();
        }
    }

    private Runnable take(ConsumeEvent event, Membership member) {
        if (event instanceof Acknowledged acknowledged) {
            return member.acknowledged(acknowledged.refusals());
        }
        if (event instanceof Assigned assigned) {
            if (!member.isJoined()) {
                joins++;
                lost = null;
                backoff.reset();
            }
            member.assigned(assigned);
        } else if (event instanceof Delivered delivered) {
            member.delivered(delivered);
            news.signalAll();
        } else if (event instanceof Damaged damaged) {
            member.damaged(damaged);
            news.signalAll();
        }
        return () -> {};
    }

    private Runnable goOnAfter(MinikafkaException failure, Membership ended) {
        current = null;
        news.signalAll();
        if (!stopped) {
            lost = failure;
            Duration pause = backoff.next();
            if (failure.isRetryable()) {
                Duration asked = failure.retryAfter().orElse(Duration.ZERO);
                connection.reconnectAfter(asked.compareTo(pause) > 0 ? asked : pause, this::reopen);
            } else {
                refusal = new Refusal(failure, pause);
            }
        }
        return ended.ended(failure);
    }

    /** What one membership is told; nothing to anybody once it is not the current one. */
    private final class Events implements GroupStream.Owner {
        private @Nullable Membership membership;

        @Override
        public void received(ConsumeEvent event) {
            Runnable settled = () -> {};
            lock.lock();
            try {
                if (membership != null && membership == current) {
                    settled = take(event, membership);
                }
            } finally {
                lock.unlock();
            }
            settled.run();
        }

        @Override
        public void ended(MinikafkaException failure) {
            Runnable settled = () -> {};
            lock.lock();
            try {
                if (membership != null && membership == current) {
                    settled = goOnAfter(failure, membership);
                }
            } finally {
                lock.unlock();
            }
            settled.run();
        }
    }

    /** What trying again is of little use for, so that only polls do. */
    private static final class Refusal {
        private final MinikafkaException failure;
        private final long retryAt;
        private boolean told;

        Refusal(MinikafkaException failure, Duration pause) {
            this.failure = failure;
            this.retryAt = System.nanoTime() + pause.toNanos();
        }

        void tellOnce() {
            if (!told) {
                told = true;
                throw failure.rethrown();
            }
        }

        long pauseNanos() {
            return retryAt - System.nanoTime();
        }
    }
}
