package io.minikafka.client.redis;

import io.minikafka.client.MinikafkaException;
import io.minikafka.client.RecordMetadata;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Tells users what became of their messages, in the order of the calls to this, on a thread on which they may run their
 * code; and knows how many have yet to be told. Safe for use by many threads.
 */
final class Settlements {
    private final SerialExecutor users;
    private final RecordMetadata place;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition progress = lock.newCondition();
    private final AtomicLong accepted = new AtomicLong();
    private long settled;

    Settlements(String topic, Executor executor) {
        this.users = new SerialExecutor(executor);
        this.place = new RecordMetadata(topic, RecordMetadata.UNKNOWN, RecordMetadata.UNKNOWN);
    }

    /** There is one more message. */
    void accepted() {
        accepted.incrementAndGet();
    }

    void stored(List<Outgoing> messages) {
        if (!messages.isEmpty()) {
            users.execute(() -> {
                for (Outgoing message : messages) {
                    message.receipt().stored(place);
                }
                settled(messages.size());
            });
        }
    }

    void failed(Outgoing message, MinikafkaException failure) {
        users.execute(() -> {
            message.receipt().fail(failure);
            settled(1);
        });
    }

    private void settled(int count) {
        lock.lock();
        try {
            settled += count;
            progress.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until all that were accepted before are settled.
     *
     * @param timeout null for as long as it takes. With one, an interrupt ends the wait and stays set
     * @throws MinikafkaException without a timeout, when the thread is interrupted
     */
    void await(@Nullable Duration timeout) {
        lock.lock();
        try {
            long target = accepted.get();
            long nanos = timeout == null ? Long.MAX_VALUE : TimeUnit.NANOSECONDS.convert(timeout);
            while (settled < target && nanos > 0) {
                nanos = progress.awaitNanos(nanos);
            }
        } catch (InterruptedException interrupted) {
            if (timeout == null) {
                throw MinikafkaException.interrupted(interrupted);
            }
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
