package io.minikafka.client;

import io.grpc.Context;
import io.minikafka.client.MinikafkaException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Reads one partition at the caller's pace, and keeps the position itself; the server remembers nothing. To go on after
 * a restart of the application, persist {@link #position()} and start there.
 *
 * <p>Safe for use by several threads, which take turns; {@link #close()} may be called at any time and ends a wait.
 */
public final class Consumer implements AutoCloseable {
    /** A longer wait is made of several, so that one lost connection costs no more than this. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final PartitionReader reader;
    private final java.util.function.Consumer<Consumer> onClose;
    private final Context.CancellableContext context = Context.ROOT.withCancellation();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ReentrantLock turn = new ReentrantLock();
    // Written by whoever has the turn only.
    private volatile StartPosition position;
    private final AtomicLong skipped = new AtomicLong();

    Consumer(PartitionReader reader, StartPosition start, java.util.function.Consumer<Consumer> onClose) {
        this.reader = reader;
        this.position = reader.pin(start);
        this.onClose = onClose;
    }

    public String topic() {
        return reader.topic();
    }

    /**
     * Returns what follows the position, and moves the position behind it. When there is nothing, waits for a message at
     * most {@code wait} (zero: not at all) and then returns an empty list. While the server is away, goes on trying for
     * as long.
     *
     * @throws MinikafkaException when reading failed; the position has not moved, and polling again is safe
     */
    public List<ConsumedMessage> poll(Duration wait) {
        turn.lock();
        try {
            return readWithin(wait);
        } finally {
            turn.unlock();
        }
    }

    /** The offset that the next poll starts at. Asks the server while nothing has been read, unless it is known. */
    public long position() {
        StartPosition now = position;
        return now instanceof StartPosition.AtOffset at ? at.offset() : call(() -> reader.offsetOf(now));
    }

    /** The next poll starts there. Waits for one that is under way. */
    public void seek(StartPosition start) {
        turn.lock();
        try {
            position = call(() -> reader.pin(start));
        } finally {
            turn.unlock();
        }
    }

    /** How many messages this consumer has missed, all told, because retention removed them before it read them. */
    public long skipped() {
        return skipped.get();
    }

    /** Ends a waiting {@link #poll}, which then fails with {@link Kind#CLOSED}. Idempotent. */
    @Override
    public void close() {
        closed.countDown();
        context.cancel(null);
        onClose.accept(this);
    }

    private List<ConsumedMessage> readWithin(Duration wait) {
        long started = System.nanoTime();
        Backoff backoff = new Backoff();
        Duration left = wait;
        while (true) {
            try {
                Fetch fetch = read(left.compareTo(LONGEST_WAIT) < 0 ? left : LONGEST_WAIT);
                position = StartPosition.offset(fetch.nextOffset());
                skipped.addAndGet(fetch.skipped());
                left = wait.minusNanos(System.nanoTime() - started);
                if (!fetch.messages().isEmpty() || left.isNegative() || left.isZero()) {
                    return fetch.messages();
                }
            } catch (MinikafkaException failure) {
                Duration pause = backoff.next();
                left = wait.minusNanos(System.nanoTime() - started).minus(pause);
                if (!failure.isRetryable() || left.isNegative()) {
                    throw failure;
                }
                pause(pause);
            }
        }
    }

    private Fetch read(Duration wait) {
        return call(() -> reader.poll(position, wait));
    }

    private <T> T call(Supplier<T> request) {
        requireOpen();
        Context previous = context.attach();
        try {
            return request.get();
        } catch (MinikafkaException failure) {
            requireOpen();
            throw failure;
        } finally {
            context.detach(previous);
        }
    }

    private void pause(Duration pause) {
        try {
            if (!closed.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                reader.connection().connect();
            }
        } catch (InterruptedException interrupted) {
            throw MinikafkaException.interrupted(interrupted);
        }
    }

    private void requireOpen() {
        if (closed.getCount() == 0) {
            throw new MinikafkaException(Kind.CLOSED, "The consumer is closed");
        }
    }
}
