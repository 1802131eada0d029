package io.minikafka.client.redis;

import io.minikafka.client.Backoff;
import io.minikafka.client.Delivery;
import io.minikafka.client.LastFailure;
import io.minikafka.client.MinikafkaException;
import io.minikafka.client.MinikafkaException.Kind;
import io.minikafka.client.ProducerMessage;
import io.minikafka.client.ProducerOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Brings one producer's messages to the server in order, over the connection that all producers share, or the next one.
 * Safe for use by many threads.
 *
 * <p>What becomes of messages is decided with the lock held, in their order; users' code is told by {@link Settlements},
 * in that order and without the lock. Lettuce's threads review answers here, and never wait for users.
 */
final class SendPipeline implements Flight.Owner {
    /** For users' callbacks to be run in, when a producer closes. */
    private static final Duration TELLING = Duration.ofSeconds(5);

    private final Lettuce lettuce;
    private final SharedLink shared;
    private final LostMessages lost;
    private final byte[] destination;
    private final ProducerOptions options;
    private final Settlements settlements;
    private final Backoff backoff = new Backoff();
    private final LastFailure lastFailure = new LastFailure();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final SendQueue queue;
    private @Nullable Link link;
    private boolean connecting;
    private boolean pausing;
    private boolean watchingDeadline;
    private boolean refusesSends;
    private boolean ended;
    private long resent;

    SendPipeline(Lettuce lettuce, SharedLink shared, LostMessages lost, String topic, ProducerOptions options) {
        this.lettuce = lettuce;
        this.shared = shared;
        this.lost = lost;
        this.destination = Outgoing.destination(topic);
        this.options = options;
        this.settlements = new Settlements(topic, lettuce.executor());
        this.queue = new SendQueue(options);
    }

    /** Takes one message; false when there was no room for it, and the receipt has failed. */
    boolean accept(ProducerMessage message, Receipt receipt) {
        lock.lock();
        try {
            if (!awaitRoom(Outgoing.weightOf(message), receipt)) {
                return false;
            }
            long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(options.deliveryTimeout());
            queue.add(new Outgoing(destination, message, receipt, deadline));
            settlements.accepted();
            advance();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until everything accepted before the call is settled; the delivery timeout bounds that. */
    void awaitSettled() {
        settlements.await(null);
    }

    /** The connection that messages went over last, if it is there. */
    @Nullable
    Link link() {
        lock.lock();
        try {
            return link;
        } finally {
            lock.unlock();
        }
    }

    /** Refuses new sends from now on. */
    void refuseSends() {
        lock.lock();
        try {
            refusesSends = true;
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for what was accepted, and fails what is not settled in time. Idempotent. */
    void close(Duration timeout) {
        refuseSends();
        settlements.await(timeout);
        lock.lock();
        try {
            ended = true;
            List<Outgoing> rest = queue.takeFlying();
            rest.addAll(queue.takeQueued());
            rest.forEach(message -> fail(message, lastFailure.closedBefore(message.isSent())));
        } finally {
            lock.unlock();
        }
        settlements.await(TELLING);
    }

    long resent() {
        lock.lock();
        try {
            return resent;
        } finally {
            lock.unlock();
        }
    }

    // ---- what happens, on threads of Lettuce's and the client's

    @Override
    public void refused(String text) {
        if (text.startsWith(RedisFailures.LOST)) {
            lost.report(text);
        }
    }

    @Override
    public void ended(Flight flight) {
        if (lock.isHeldByCurrentThread()) {
            // It has failed while it was sent.
            lettuce.executor().execute(this::proceed);
        } else {
            proceed();
        }
    }

    private void proceed() {
        lock.lock();
        try {
            review();
            advance();
        } finally {
            lock.unlock();
        }
    }

    private void connected(@Nullable Link fresh, @Nullable Throwable failure) {
        lock.lock();
        try {
            connecting = false;
            if (fresh != null) {
                link = fresh;
                fresh.lost().thenAcceptAsync(reason -> lost(fresh, reason), lettuce.executor());
            } else if (failure != null) {
                notConnected(RedisFailures.of(failure));
            }
            advance();
        } finally {
            lock.unlock();
        }
    }

    private void notConnected(MinikafkaException failure) {
        lastFailure.set(failure);
        if (!failure.isRetryable()) {
            // Nothing that this producer sends can succeed.
            queue.takeQueued().forEach(message -> fail(message, failure));
        }
        failOverdue();
    }

    private void lost(Link which, MinikafkaException reason) {
        lock.lock();
        try {
            if (link != which) {
                return;
            }
            link = null;
            lastFailure.set(reason);
            review();
            takeBack(queue.takeFlying(), reason);
            failOverdue();
            advance();
        } finally {
            lock.unlock();
        }
    }

    private void paused() {
        lock.lock();
        try {
            pausing = false;
            failOverdue();
            advance();
        } finally {
            lock.unlock();
        }
    }

    // ---- with the lock held

    /** Sends what can be sent now. */
    private void advance() {
        if (ended || queue.isEmpty()) {
            return;
        }
        watchDeadline();
        Link current = link;
        if (current == null) {
            connect();
            return;
        }
        while (!pausing && queue.hasNext()) {
            Flight flight = queue.next(this);
            for (Outgoing message : flight.rest()) {
                resent += message.isSent() ? 1 : 0;
                message.sent(true);
            }
            current.dispatch(flight.commands());
        }
    }

    private void connect() {
        if (!connecting && queue.hasQueued()) {
            connecting = true;
            shared.get().whenCompleteAsync(this::connected, lettuce.executor());
        }
    }

    /** Takes the answers to the oldest flights, as far as they are complete. */
    private void review() {
        boolean goesOn = true;
        for (Flight oldest = queue.oldest();
                goesOn && oldest != null && (oldest.isEnded() || link == null);
                oldest = queue.oldest()) {
            goesOn = review(oldest);
        }
        room.signalAll();
    }

    private boolean review(Flight flight) {
        List<Outgoing> stored = new ArrayList<>(flight.rest().size());
        boolean goesOn = true;
        while (goesOn && !flight.isReviewed()) {
            Outgoing message = flight.message();
            Append command = flight.command();
            if (message.isSettled()) {
                flight.next();
            } else if (command.isAppended()) {
                queue.settled(message);
                stored.add(message);
                flight.next();
            } else {
                settlements.stored(stored);
                stored = new ArrayList<>();
                goesOn = reviewFailure(flight, message, command);
            }
        }
        if (!stored.isEmpty()) {
            settlements.stored(stored);
            recovered();
        }
        if (goesOn) {
            queue.removeOldest();
        }
        return goesOn;
    }

    /** Whether the review may go on behind the message. */
    private boolean reviewFailure(Flight flight, Outgoing message, Append command) {
        if (!(command.failure() instanceof MinikafkaException failure)) {
            Link current = link;
            if (current != null) {
                // The loss of the connection, which this begins or is part of, decides about it and all behind it.
                current.close(RedisFailures.of(Objects.requireNonNull(command.failure())));
            }
            return false;
        }
        boolean passes = failure.kind() == Kind.UNAVAILABLE || failure.kind() == Kind.RESOURCE_EXHAUSTED;
        if (!passes || options.delivery() == Delivery.AT_MOST_ONCE) {
            fail(message, failure);
            flight.next();
            return true;
        }
        // It was not executed, and those behind it may have been. So that they are not overtaken, all go again.
        lastFailure.set(failure);
        message.sent(false);
        queue.addFirst(queue.takeFlying());
        if (!String.valueOf(failure.getMessage()).startsWith(RedisFailures.LOST)) {
            pause();
        }
        return false;
    }

    private void takeBack(List<Outgoing> unanswered, MinikafkaException reason) {
        if (options.delivery() == Delivery.AT_LEAST_ONCE) {
            queue.addFirst(unanswered);
        } else {
            unanswered.forEach(message -> fail(
                    message,
                    new MinikafkaException(
                            Kind.OUTCOME_UNKNOWN,
                            "The connection ended before the acknowledgement: " + reason.getMessage(),
                            reason)));
        }
    }

    private void recovered() {
        lastFailure.clear();
        backoff.reset();
        shared.worked();
        if (link != null) {
            link.answered();
        }
    }

    private void pause() {
        if (!pausing) {
            pausing = true;
            var unused = lettuce.after(backoff.next(), this::paused);
        }
    }

    private void fail(Outgoing message, MinikafkaException failure) {
        queue.settled(message);
        settlements.failed(message, failure);
        room.signalAll();
    }

    private void failOverdue() {
        for (Outgoing message : queue.takeOverdue(System.nanoTime())) {
            fail(message, lastFailure.notInTime(message.isSent(), options.deliveryTimeout()));
        }
    }

    /** Waits for room, at most {@link ProducerOptions#maxBlock()}. Fails the receipt otherwise. */
    private boolean awaitRoom(long weight, Receipt receipt) {
        requireOpen();
        if (queue.hasRoomFor(weight)) {
            return true;
        }
        try {
            long nanos = TimeUnit.NANOSECONDS.convert(options.maxBlock());
            while (!queue.hasRoomFor(weight)) {
                if (nanos <= 0) {
                    receipt.fail(new MinikafkaException(
                            Kind.DEADLINE_EXCEEDED,
                            "The producer's buffer of " + options.bufferBytes() + " bytes had no room for "
                                    + options.maxBlock() + lastFailure.text()));
                    return false;
                }
                nanos = room.awaitNanos(nanos);
                requireOpen();
            }
            return true;
        } catch (InterruptedException interrupted) {
            receipt.fail(MinikafkaException.interrupted(interrupted));
            return false;
        }
    }

    private void requireOpen() {
        if (refusesSends) {
            throw new MinikafkaException(Kind.CLOSED, "The producer is closed");
        }
    }

    /** Looks again when the oldest message is due. At most one look is planned at any time. */
    private void watchDeadline() {
        Long deadline = watchingDeadline ? null : queue.deadline();
        if (deadline != null) {
            watchingDeadline = true;
            var unused =
                    lettuce.after(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())), this::checkDeadline);
        }
    }

    private void checkDeadline() {
        lock.lock();
        try {
            watchingDeadline = false;
            failOverdue();
            Flight oldest = queue.oldest();
            if (oldest != null && link != null && link.lastAnswer() - oldest.since() < 0 && isOverdue(oldest)) {
                // A server that has answered nothing for so long may be gone without a trace.
                link.close(new MinikafkaException(
                        Kind.UNAVAILABLE, "The server answered nothing for " + options.deliveryTimeout()));
            }
            advance();
        } finally {
            lock.unlock();
        }
    }

    private static boolean isOverdue(Flight flight) {
        return !flight.isReviewed() && flight.message().isSettled();
    }
}
