package io.minikafka.client;

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

/** A {@link GroupConsumer} over gRPC: what is polled from, and acknowledged to, one membership after the other. */
final class GrpcGroupConsumer implements GroupConsumer {
    private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(5);

    private final Connection connection;
    private final GroupSubscription subscription;
    private final Consumer<GrpcGroupConsumer> onClose;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final Memberships memberships;
    private final PollWatch watch;
    private Future<?> nextLook = CompletableFuture.completedFuture(null);
    private boolean closed;
    private long skipped;

    GrpcGroupConsumer(Connection connection, GroupSubscription subscription, Consumer<GrpcGroupConsumer> onClose) {
        this.connection = connection;
        this.subscription = subscription;
        this.onClose = onClose;
        this.memberships = new Memberships(connection, subscription, lock, news);
        this.watch = new PollWatch(subscription.maxPollInterval(), System::nanoTime);
    }

    /** Begins to join. To be called once. */
    void start() {
        lock.lock();
        try {
            if (!closed) {
                memberships.open();
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
            requireOpen();
            watch.pollBegins();
            if (memberships.isStopped()) {
                memberships.open();
            }
            return await(TimeUnit.NANOSECONDS.convert(wait));
        } catch (InterruptedException interrupted) {
            throw MinikafkaException.interrupted(interrupted);
        } finally {
            watch.pollEnds();
            lock.unlock();
        }
    }

    private List<ConsumedMessage> await(long nanos) throws InterruptedException {
        boolean away = memberships.joined() == null;
        long joinsBefore = memberships.joins();
        long left = nanos;
        while (true) {
            Membership current = memberships.current();
            if (current != null && current.hasNews()) {
                return take(current);
            }
            long longest = memberships.tryAgainAfterRefusal();
            if (left <= 0) {
                MinikafkaException lost = memberships.lost();
                if (lost != null && away && memberships.joins() == joinsBefore) {
                    throw lost.rethrown();
                }
                return List.of();
            }
            long pause = Math.min(left, longest);
            left -= pause - news.awaitNanos(pause);
            requireOpen();
        }
    }

    private List<ConsumedMessage> take(Membership current) {
        try {
            return current.take(subscription.maxPollMessages());
        } finally {
            skipped += current.takeSkipped();
        }
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
            Membership current = memberships.joined();
            if (current == null) {
                return CompletableFuture.failedFuture(new MinikafkaException(
                        Kind.UNAVAILABLE,
                        "The membership that the messages were delivered in has ended; they are delivered again",
                        memberships.lost()));
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
                sayGoodbye(memberships.joined());
                settled = memberships.end(closedFailure());
            }
        } finally {
            lock.unlock();
        }
        settled.run();
        onClose.accept(this);
    }

    /** Leaves when all is acknowledged, unless that takes too long. */
    private void sayGoodbye(@Nullable Membership last) {
        if (last == null) {
            return;
        }
        memberships.stop();
        last.finish();
        try {
            long nanos = LONGEST_GOODBYE.toNanos();
            while (memberships.current() != null && nanos > 0) {
                nanos = news.awaitNanos(nanos);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw closedFailure();
        }
    }

    private static MinikafkaException closedFailure() {
        return new MinikafkaException(Kind.CLOSED, "The consumer is closed");
    }

    /** With the lock held. */
    private void lookLater() {
        nextLook = connection.planned(watch.untilNextLook(), this::look);
    }

    /** Leaves when nobody polls; otherwise shows the server that somebody does. */
    private void look() {
        Runnable settled = () -> {};
        lock.lock();
        try {
            if (closed) {
                return;
            }
            Membership current = memberships.current();
            if (watch.isOverdue()) {
                settled = memberships.end(new MinikafkaException(
                        Kind.UNAVAILABLE, "The member has not polled for " + subscription.maxPollInterval()));
            } else if (current != null) {
                current.showLife();
            }
            lookLater();
        } finally {
            lock.unlock();
        }
        settled.run();
    }
}
