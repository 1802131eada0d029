package io.minikafka.client;

import io.minikafka.client.MinikafkaException.Kind;
import io.minikafka.client.Triage.Failed;
import io.minikafka.v1.AppendedRun;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Brings batches to the server in order, over one stream after another. Safe for use by many threads.
 *
 * <p>Batches are settled (acknowledged or failed) by the callbacks of the current stream, which gRPC runs one after the
 * other, or, while there is no stream, by the task that will open the next: so in order, by one thread at a time, and
 * never while the lock is held, since users' code runs then.
 */
final class SendPipeline implements ProduceStream.Owner {
    /** For another thread to settle what it has begun to, and for users' callbacks to be run in, when a producer closes. */
    private static final Duration TELLING = Duration.ofSeconds(5);

    private final Connection connection;
    private final ProducerOptions options;
    private final Backoff backoff = new Backoff();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition progress = lock.newCondition();
    private final Outbox outbox;
    private final Triage triage;
    private @Nullable ProduceStream stream;
    private boolean reconnecting;
    private boolean watchingDeadline;
    private boolean refusesSends;
    private boolean ended;
    private long accepted;
    private long settled;
    private long resent;

    SendPipeline(Connection connection, String topic, ProducerOptions options) {
        this.connection = connection;
        this.options = options;
        this.outbox = new Outbox(topic, options, System::nanoTime);
        this.triage = new Triage(outbox, options);
    }

    /** Takes one message; {@code send} is completed later, or has failed when this returns. */
    void accept(ProducerMessage message, PendingSend.OfMessage send) {
        int size = RequestBuffer.sizeOf(message);
        lock.lock();
        try {
            if (awaitRoom(Batch.weight(RequestBuffer.framedSize(size), 1), send)) {
                outbox.add(message, size, send);
                accepted++;
                advance();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes messages for one request; {@code send} is completed later, or has failed when this returns false. */
    boolean accept(List<ProducerMessage> messages, int[] sizes, int framedBytes, PendingSend.OfPart send) {
        lock.lock();
        try {
            if (!awaitRoom(Batch.weight(framedBytes, sizes.length), send)) {
                return false;
            }
            outbox.add(messages, sizes, framedBytes, send);
            accepted += sizes.length;
            advance();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until everything accepted before the call is settled; the delivery timeout bounds that. */
    void flush() {
        lock.lock();
        try {
            long target = accepted;
            while (settled < target) {
                progress.await();
            }
        } catch (InterruptedException interrupted) {
            throw MinikafkaException.interrupted(interrupted);
        } finally {
            lock.unlock();
        }
    }

    /** Refuses new sends, waits for those accepted and fails what is not settled in time. Idempotent. */
    void close(Duration timeout) {
        List<Failed> failed = List.of();
        lock.lock();
        try {
            refusesSends = true;
            progress.signalAll();
            awaitSettled(timeout);
            ended = true;
            if (stream == null) {
                failed = triage.closed();
            } else if (outbox.isEmpty()) {
                stream.finish();
            } else {
                stream.cancel("The producer is closed");
            }
        } finally {
            lock.unlock();
        }
        settle(failed);
        lock.lock();
        try {
            awaitSettled(TELLING);
        } finally {
            lock.unlock();
        }
    }

    long resent() {
        lock.lock();
        try {
            return resent;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void ready() {
        lock.lock();
        try {
            advance();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void acknowledged(ProduceStream source, List<AppendedRun> runs) {
        Batch batch;
        lock.lock();
        try {
            batch = outbox.pollInFlight();
            if (batch == null) {
                source.cancel("The server acknowledged more requests than it was sent");
                return;
            }
            outbox.recycle(batch);
            backoff.reset();
            triage.recovered();
            progress.signalAll();
            // The next request is on its way before users' code runs.
            advance();
        } finally {
            lock.unlock();
        }
        batch.acknowledge(runs);
        settled(batch.messages());
    }

    @Override
    public void ended(ProduceStream source, MinikafkaException failure) {
        Triage.Verdict verdict;
        lock.lock();
        try {
            verdict = source.isFinished() ? triage.streamCancelled(failure) : triage.streamEnded(failure);
            if (ended) {
                verdict.failed().addAll(triage.closed());
            }
            // Until what failed is settled, nobody else may settle anything.
            reconnecting = true;
            stream = null;
        } finally {
            lock.unlock();
        }
        settle(verdict.failed());
        lock.lock();
        try {
            if (verdict.refused() || outbox.isEmpty()) {
                reconnecting = false;
                advance();
            } else if (!ended) {
                connection.reconnectAfter(pause(), this::reopen);
            }
        } finally {
            lock.unlock();
        }
    }

    private void reopen() {
        List<Failed> failed;
        lock.lock();
        try {
            failed = ended ? triage.closed() : triage.overdue();
        } finally {
            lock.unlock();
        }
        settle(failed);
        lock.lock();
        try {
            reconnecting = false;
            advance();
        } finally {
            lock.unlock();
        }
    }

    /** With the lock held: sends what can be sent now. */
    private void advance() {
        if (outbox.isEmpty()) {
            return;
        }
        watchDeadline();
        if (stream == null && !reconnecting && !ended) {
            stream = new ProduceStream(connection.channel(), this);
        }
        ProduceStream current = stream;
        while (current != null && outbox.hasNext() && current.isReady()) {
            Batch batch = outbox.next();
            if (batch.isSent()) {
                resent += batch.messages();
            }
            current.send(batch.send());
        }
    }

    /** With the lock held: waits for room, at most {@link ProducerOptions#maxBlock()}. Fails the send otherwise. */
    private boolean awaitRoom(long weight, PendingSend send) {
        requireOpen();
        if (outbox.hasRoomFor(weight)) {
            return true;
        }
        try {
            long nanos = TimeUnit.NANOSECONDS.convert(options.maxBlock());
            while (!outbox.hasRoomFor(weight)) {
                if (nanos <= 0) {
                    send.fail(new MinikafkaException(
                            Kind.DEADLINE_EXCEEDED,
                            "The producer's buffer of " + options.bufferBytes() + " bytes had no room for "
                                    + options.maxBlock() + triage.lastFailureText()));
                    return false;
                }
                nanos = progress.awaitNanos(nanos);
                requireOpen();
            }
            return true;
        } catch (InterruptedException interrupted) {
            send.fail(MinikafkaException.interrupted(interrupted));
            return false;
        }
    }

    private void requireOpen() {
        if (refusesSends) {
            throw new MinikafkaException(Kind.CLOSED, "The producer is closed");
        }
    }

    /** With the lock held. An interrupt ends the wait, and stays set. */
    private void awaitSettled(Duration timeout) {
        try {
            long nanos = TimeUnit.NANOSECONDS.convert(timeout);
            while (settled < accepted && nanos > 0) {
                nanos = progress.awaitNanos(nanos);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void settle(List<Failed> failed) {
        for (Failed each : failed) {
            each.batch().fail(each.failure());
            settled(each.batch().messages());
        }
    }

    private void settled(long messages) {
        lock.lock();
        try {
            settled += messages;
            progress.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** With the lock held: looks again when the oldest batch is due. At most one look is planned at any time. */
    private void watchDeadline() {
        if (watchingDeadline) {
            return;
        }
        Long deadline = outbox.deadline();
        if (deadline != null) {
            watchingDeadline = true;
            connection.after(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())), this::checkDeadline);
        }
    }

    private void checkDeadline() {
        lock.lock();
        try {
            watchingDeadline = false;
            if (stream == null || stream.isFinished()) {
                // Whoever opens the next stream looks first.
                return;
            }
            Long deadline = outbox.deadline();
            if (deadline != null && deadline - System.nanoTime() <= 0) {
                // A server that has answered nothing for so long may be gone without a trace.
                stream.cancel("Not acknowledged within " + options.deliveryTimeout());
            } else {
                watchDeadline();
            }
        } finally {
            lock.unlock();
        }
    }

    /** With the lock held: not beyond the moment at which the oldest batch fails. */
    private Duration pause() {
        Duration pause = backoff.next();
        Duration asked = triage.retryAfter();
        Long deadline = outbox.deadline();
        long rest = deadline == null ? Long.MAX_VALUE : Math.max(0, deadline - System.nanoTime());
        long nanos = Math.max(pause.toNanos(), asked.toNanos());
        return Duration.ofNanos(Math.min(nanos, rest));
    }
}
