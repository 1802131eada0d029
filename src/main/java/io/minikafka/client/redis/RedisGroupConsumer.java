package io.minikafka.client.redis;

import io.minikafka.client.Backoff;
import io.minikafka.client.ConsumedMessage;
import io.minikafka.client.GroupConsumer;
import io.minikafka.client.GroupSubscription;
import io.minikafka.client.MinikafkaException;
import io.minikafka.client.MinikafkaException.Kind;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A member of a group, over one connection after another. A message's timestamp is the time of its arrival here; its key
 * is null, and it has no headers.
 *
 * <p>The protocol answers a connection's commands in their order, so an acknowledgement waits for the {@code BLPOP} before
 * it. Therefore the server waits for messages half a second at a time, and of the many {@code BLPOP} sent together where
 * messages abound only the first waits at all.
 */
final class RedisGroupConsumer implements GroupConsumer, Membership.Owner {
    /** Of one {@code BLPOP}, and so of an acknowledgement. */
    static final Duration LONGEST_WAIT = Duration.ofMillis(500);

    /** Beyond a poll's own wait, for the answer that is on its way. */
    private static final long TRIP_NANOS = Duration.ofSeconds(1).toNanos();

    private static final Duration LEAVING = Duration.ofSeconds(5);

    private final Lettuce lettuce;
    private final GroupSubscription subscription;
    private final MemberCommands commands;
    private final Consumer<RedisGroupConsumer> onClose;
    private final SerialExecutor users;
    private final Backoff backoff = new Backoff();
    private final BurstLength length;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Arrivals arrivals;
    private @Nullable Membership membership;
    private @Nullable Burst asked;
    private boolean joined;
    private @Nullable MinikafkaException away;
    private @Nullable MinikafkaException refusal;
    private @Nullable MinikafkaException trouble;
    private boolean closed;

    RedisGroupConsumer(
            Lettuce lettuce,
            InstantSource clock,
            GroupSubscription subscription,
            Consumer<RedisGroupConsumer> onClose) {
        this.lettuce = lettuce;
        this.subscription = subscription;
        this.commands = new MemberCommands(subscription);
        this.onClose = onClose;
        this.users = new SerialExecutor(lettuce.executor());
        this.length = new BurstLength(subscription.maxPollMessages());
        this.arrivals = new Arrivals(clock);
        connect();
    }

    @Override
    public GroupSubscription subscription() {
        return subscription;
    }

    @Override
    public List<ConsumedMessage> poll(Duration wait) {
        long deadline = System.nanoTime() + Math.min(TimeUnit.NANOSECONDS.convert(wait), Long.MAX_VALUE / 2);
        boolean hasAsked = false;
        boolean wasMember = false;
        lock.lock();
        try {
            while (true) {
                requireOpen();
                if (!arrivals.isEmpty()) {
                    return take();
                }
                throwTrouble();
                long rest = deadline - System.nanoTime();
                wasMember |= joined;
                if (joined && asked == null) {
                    if (hasAsked && rest <= 0) {
                        return List.of();
                    }
                    hasAsked = true;
                    ask(Duration.ofNanos(Math.max(0, Math.min(rest, LONGEST_WAIT.toNanos()))));
                    continue;
                }
                long limit = joined ? rest + TRIP_NANOS : rest;
                if (limit <= 0) {
                    return nothing(wasMember);
                }
                var unused = changed.awaitNanos(limit);
            }
        } catch (InterruptedException interrupted) {
            throw MinikafkaException.interrupted(interrupted);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public CompletableFuture<Void> acknowledge(Collection<ConsumedMessage> messages) {
        if (messages.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        lock.lock();
        try {
            Membership current = membership;
            if (closed) {
                return CompletableFuture.failedFuture(closedFailure());
            }
            if (current == null || !joined || !messages.stream().allMatch(arrivals::isCurrent)) {
                return CompletableFuture.failedFuture(
                        new MinikafkaException(
                                Kind.UNAVAILABLE,
                                "The connection over which the message came is lost; what was not acknowledged is delivered again"));
            }
            current.acknowledge(messages)
                    .whenComplete((count, failure) -> users.execute(() -> acknowledged(done, failure)));
        } finally {
            lock.unlock();
        }
        return done;
    }

    private static void acknowledged(CompletableFuture<Void> done, @Nullable Throwable failure) {
        if (failure == null) {
            done.complete(null);
        } else {
            done.completeExceptionally(RedisFailures.of(failure));
        }
    }

    @Override
    public long skipped() {
        lock.lock();
        try {
            return arrivals.skipped();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        // What is under way is answered before the last answer is.
        CompletableFuture<?> last = leave();
        try {
            Waiting.join(last, LEAVING, "acknowledgements");
            users.await(LEAVING);
        } catch (MinikafkaException awayLateOrInterrupted) {
            // The end of the connection is the end of the membership, too.
        }
        end();
        onClose.accept(this);
    }

    private CompletableFuture<?> leave() {
        lock.lock();
        try {
            return membership == null ? CompletableFuture.completedFuture(null) : membership.leave();
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        lock.lock();
        try {
            if (membership != null) {
                membership.close(closedFailure());
            }
        } finally {
            lock.unlock();
        }
    }

    // ---- what happens, on threads of Lettuce's and the client's

    @Override
    public void received(Membership current, Burst burst, List<Popped> messages, @Nullable MinikafkaException failure) {
        lock.lock();
        try {
            if (membership != current || closed) {
                return;
            }
            arrivals.add(messages);
            if (failure != null) {
                failed(current, failure);
            } else if (!joined) {
                joined = true;
                away = null;
                backoff.reset();
            }
            if (burst.isOver()) {
                asked = null;
                length.ended(burst);
                current.quiet();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void failed(Membership current, MinikafkaException failure) {
        boolean ends = switch (failure.kind()) {
            case UNAVAILABLE, UNAUTHENTICATED, PERMISSION_DENIED -> true;
            default -> !joined;
        };
        if (ends) {
            joined = false;
            current.close(failure);
        } else {
            trouble = failure;
        }
    }

    private void opened(@Nullable Link link, @Nullable Throwable failure) {
        lock.lock();
        try {
            if (link == null) {
                ended(RedisFailures.of(failure == null ? closedFailure() : failure));
            } else if (closed) {
                link.close(closedFailure());
            } else {
                Membership fresh = new Membership(lettuce, commands, link, this);
                membership = fresh;
                fresh.ended().thenAcceptAsync(reason -> ended(fresh, reason), lettuce.executor());
                fresh.begin(() -> named(fresh));
            }
        } finally {
            lock.unlock();
        }
    }

    private void named(Membership fresh) {
        lock.lock();
        try {
            if (membership == fresh) {
                Burst burst = fresh.joining();
                asked = burst;
                fresh.send(burst, Duration.ZERO);
            }
        } finally {
            lock.unlock();
        }
    }

    private void ended(Membership which, MinikafkaException reason) {
        lock.lock();
        try {
            if (membership == which) {
                membership = null;
                asked = null;
                joined = false;
                arrivals.membershipEnded();
                ended(reason);
            }
        } finally {
            lock.unlock();
        }
    }

    // ---- with the lock held

    private void connect() {
        MinikafkaException hopeless = commands.refusal();
        if (hopeless != null) {
            refusal = hopeless;
            return;
        }
        lettuce.open().whenCompleteAsync(this::opened, lettuce.executor());
    }

    private void connectAfterPause() {
        var unused = lettuce.after(backoff.next(), this::connect);
    }

    private void ended(MinikafkaException reason) {
        changed.signalAll();
        if (closed) {
            return;
        }
        if (reason.isRetryable()) {
            away = reason;
            connectAfterPause();
        } else {
            refusal = reason;
        }
    }

    private void throwTrouble() {
        MinikafkaException refused = refusal;
        if (refused != null) {
            refusal = null;
            connectAfterPause();
            throw again(refused, refused.kind());
        }
        MinikafkaException told = trouble;
        if (told != null) {
            trouble = null;
            throw again(told, told.kind());
        }
    }

    private List<ConsumedMessage> nothing(boolean wasMember) {
        if (!wasMember && away != null) {
            throw again(away, Kind.UNAVAILABLE);
        }
        return List.of();
    }

    /** With the stack of the thread that polls. */
    private static MinikafkaException again(MinikafkaException failure, Kind kind) {
        return new MinikafkaException(kind, String.valueOf(failure.getMessage()), failure);
    }

    private List<ConsumedMessage> take() {
        List<ConsumedMessage> taken = arrivals.take(subscription.maxPollMessages());
        if (joined && asked == null && length.isGrown() && arrivals.size() + length.next() <= subscription.prefetch()) {
            // More is there, most likely: it may come while this is dealt with.
            ask(Duration.ZERO);
        }
        return taken;
    }

    private void ask(Duration wait) {
        Membership current = membership;
        if (current != null) {
            Burst burst = current.asking(length.next(), wait);
            asked = burst;
            current.send(burst, wait);
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
}
