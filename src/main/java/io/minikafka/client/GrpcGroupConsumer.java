package io.minikafka.client;

import io.minikafka.client.ConsumeEvent.Acknowledged;
import io.minikafka.client.ConsumeEvent.Assigned;
import io.minikafka.client.ConsumeEvent.Damaged;
import io.minikafka.client.ConsumeEvent.Delivered;
import io.minikafka.client.MinikafkaException.Kind;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A {@link GroupConsumer} over gRPC: one {@link Membership} after the other. Between them the application polls nothing
 * and waits for the next, which comes by itself after a lost connection, and by a poll after a refusal or when nobody
 * had polled for too long.
 */
final class GrpcGroupConsumer implements GroupConsumer {
    private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(5);

    private final Connection connection;
    private final GroupSubscription subscription;
    private final Consumer<GrpcGroupConsumer> onClose;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final Backoff backoff = new Backoff();
    private final PollWatch watch;
    private Future<?> nextLook = CompletableFuture.completedFuture(null);
    private @Nullable Membership membership;
    private @Nullable Refusal refusal;
    /** Why the last membership ended; null from when the next one has joined. */
    private @Nullable MinikafkaException lost;

    private boolean left;
    private boolean closed;
    private long joins;
    private long skipped;

    /** What trying again is of no use for, so that only polls do. */
    private static final class Refusal {
        private final MinikafkaException failure;
        private final long retryAt;
        private boolean told;

        Refusal(MinikafkaException failure, Duration pause) {
            this.failure = failure;
            this.retryAt = System.nanoTime() + pause.toNanos();
        }
    }

    GrpcGroupConsumer(Connection connection, GroupSubscription subscription, Consumer<GrpcGroupConsumer> onClose) {
        this.connection = connection;
        this.subscription = subscription;
        this.onClose = onClose;
        this.watch = new PollWatch(subscription.maxPollInterval(), System::nanoTime);
    }

    /** Begins to join. To be called once. */
    void start() {
        lock.lock();
        try {
            if (!closed) {
                open();
                lookLater();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public GroupSubscription subscription() {
        return subscription;
    }

    @Override
    public List<ConsumedMessage> poll(Duration wait) {
        lock.lock();
        try {
            watch.pollBegins();
            return await(TimeUnit.NANOSECONDS.convert(wait));
        } catch (InterruptedException interrupted) {
            throw MinikafkaException.interrupted(interrupted);
        } finally {
            watch.pollEnds();
            lock.unlock();
        }
    }

    private List<ConsumedMessage> await(long nanos) throws InterruptedException {
        if (left && !closed) {
            open();
        }
        boolean away = !isJoined();
        long joinsBefore = joins;
        long rest = nanos;
        while (true) {
            requireOpen();
            Membership current = membership;
            if (current != null && current.hasNews()) {
                return take(current);
            }
            long longest = tryAgainAfterRefusal();
            if (rest <= 0) {
                if (lost != null && away && joins == joinsBefore) {
                    throw lost.rethrown();
                }
                return List.of();
            }
            long pause = Math.min(rest, longest);
            rest -= pause - news.awaitNanos(pause);
        }
    }

    private List<ConsumedMessage> take(Membership current) {
        try {
            return current.take(subscription.maxPollMessages());
        } finally {
            skipped += current.takeSkipped();
        }
    }

    /** Tells a refusal once; then, when its time has come, joins again. Returns how long that is to wait for at most. */
    private long tryAgainAfterRefusal() {
        Refusal refused = refusal;
        if (refused == null) {
            return Long.MAX_VALUE;
        }
        if (!refused.told) {
            refused.told = true;
            throw refused.failure.rethrown();
        }
        long pause = refused.retryAt - System.nanoTime();
        if (pause > 0) {
            return pause;
        }
        open();
        return Long.MAX_VALUE;
    }

    @Override
    public CompletableFuture<Void> acknowledge(Collection<ConsumedMessage> messages) {
        lock.lock();
        try {
            if (closed) {
                return CompletableFuture.failedFuture(closedFailure());
            }
            watch.active();
            if (messages.isEmpty()) {
                return CompletableFuture.completedFuture(null);
            }
            Membership current = membership;
            if (current == null || !current.isJoined()) {
                return CompletableFuture.failedFuture(new MinikafkaException(
                        Kind.UNAVAILABLE,
                        "The membership that the messages were delivered in has ended; they are delivered again",
                        lost));
            }
            return current.acknowledge(messages);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long skipped() {
        lock.lock();
        try {
            return skipped;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        Runnable settled = () -> {};
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                nextLook.cancel(false);
                news.signalAll();
                sayGoodbye();
                settled = end(closedFailure());
            }
        } finally {
            lock.unlock();
        }
        settled.run();
        onClose.accept(this);
    }

    /** Leaves when all is acknowledged, if that does not take too long. */
    private void sayGoodbye() {
        Membership current = membership;
        if (current == null || !current.isJoined()) {
            return;
        }
        current.finish();
        try {
            long nanos = LONGEST_GOODBYE.toNanos();
            while (membership != null && nanos > 0) {
                nanos = news.awaitNanos(nanos);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** With the lock held. Returns what completes futures, to be run without it. */
    private Runnable end(MinikafkaException reason) {
        Membership current = membership;
        membership = null;
        if (current == null) {
            return () -> {};
        }
        current.cancel(String.valueOf(reason.getMessage()));
        return current.ended(reason);
    }

    private void requireOpen() {
        if (closed) {
            throw closedFailure();
        }
    }

    private static MinikafkaException closedFailure() {
        return new MinikafkaException(Kind.CLOSED, "The consumer is closed");
    }

    private boolean isJoined() {
        Membership current = membership;
        return current != null && current.isJoined();
    }

    /** With the lock held. */
    private void open() {
        left = false;
        refusal = null;
        Events events = new Events();
        Membership fresh = new Membership(connection.channel(), subscription, events);
        events.membership = fresh;
        membership = fresh;
    }

    private void reopen() {
        lock.lock();
        try {
            if (!closed && !left && membership == null) {
                open();
            }
        } finally {
            lock.unlock();
        }
    }

    /** With the lock held. */
    private void lookLater() {
        nextLook = connection.planned(watch.untilNextLook(), this::look);
    }

    private void look() {
        Runnable settled = () -> {};
        lock.lock();
        try {
            if (closed) {
                return;
            }
            if (watch.isOverdue()) {
                left = true;
                lost = null;
                settled = end(new MinikafkaException(
                        Kind.UNAVAILABLE, "The member has not polled for " + subscription.maxPollInterval()));
            } else if (membership != null) {
                membership.showLife();
            }
            lookLater();
        } finally {
            lock.unlock();
        }
        settled.run();
    }

    /** What one membership is told; nothing to anybody once there is another, or none. */
    private final class Events implements GroupStream.Owner {
        private @Nullable Membership membership;

        @Override
        public void received(ConsumeEvent event) {
            Runnable settled = () -> {};
            lock.lock();
            try {
                Membership current = membership;
                if (current != null && current == GrpcGroupConsumer.this.membership) {
                    settled = take(event, current);
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
                Membership current = membership;
                if (current != null && current == GrpcGroupConsumer.this.membership) {
                    settled = goOnAfter(failure, current);
                }
            } finally {
                lock.unlock();
            }
            settled.run();
        }
    }

    /** With the lock held. Returns what completes futures, to be run without it. */
    private Runnable take(ConsumeEvent event, Membership current) {
        if (event instanceof Acknowledged acknowledged) {
            return current.acknowledged(acknowledged.refusals());
        }
        if (event instanceof Assigned assigned) {
            if (!current.isJoined()) {
                joins++;
                lost = null;
                backoff.reset();
            }
            current.assigned(assigned);
        } else if (event instanceof Delivered delivered) {
            current.delivered(delivered);
            news.signalAll();
        } else if (event instanceof Damaged damaged) {
            current.damaged(damaged);
            news.signalAll();
        }
        return () -> {};
    }

    /** With the lock held. Returns what completes futures, to be run without it. */
    private Runnable goOnAfter(MinikafkaException failure, Membership ended) {
        membership = null;
        news.signalAll();
        if (!closed) {
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
}
