package io.minikafka.kafka;

import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Readers that nobody reads with, waiting for who goes on where they are. Those it returns other than from {@link #take}
 * are out, and for the caller to close. Safe for use by many threads.
 */
final class IdleReaders {
    /** Each may hold about a megabyte. */
    static final int MOST = 64;

    static final Duration LONGEST = Duration.ofMinutes(1);

    private record Idle(PartitionReader reader, long since) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final LongSupplier nanoClock;

    /** The longest idle first; few enough to look through. */
    private final LinkedList<Idle> readers = new LinkedList<>();

    IdleReaders(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** One that goes on at the offset, of this very topic; null when there is none. It is the caller's then. */
    @Nullable
    PartitionReader take(TopicPartition partition, Uuid topicId, long offset) {
        lock.lock();
        try {
            Iterator<Idle> newestFirst = readers.descendingIterator();
            while (newestFirst.hasNext()) {
                PartitionReader reader = newestFirst.next().reader();
                if (reader.nextOffset() == offset
                        && reader.partition().equals(partition)
                        && reader.topicId().equals(topicId)) {
                    newestFirst.remove();
                    return reader;
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Takes the reader in, and the longest idle ones out where they are more than the bound. */
    List<PartitionReader> put(PartitionReader reader, int bound) {
        lock.lock();
        try {
            readers.add(new Idle(reader, nanoClock.getAsLong()));
        } finally {
            lock.unlock();
        }
        return trim(bound);
    }

    /** Takes the longest idle ones out until so many are left at most. */
    List<PartitionReader> trim(int bound) {
        List<PartitionReader> out = new ArrayList<>();
        lock.lock();
        try {
            while (readers.size() > Math.min(bound, MOST)) {
                out.add(readers.removeFirst().reader());
            }
        } finally {
            lock.unlock();
        }
        return out;
    }

    /** Those that nobody has wanted for too long. */
    List<PartitionReader> takeExpired() {
        long now = nanoClock.getAsLong();
        return takeIf(idle -> now - idle.since() >= LONGEST.toNanos());
    }

    List<PartitionReader> takeAll(TopicName topic) {
        return takeIf(idle -> idle.reader().partition().topic().equals(topic));
    }

    private List<PartitionReader> takeIf(Predicate<Idle> wanted) {
        List<PartitionReader> out = new ArrayList<>();
        lock.lock();
        try {
            readers.removeIf(idle -> wanted.test(idle) && out.add(idle.reader()));
        } finally {
            lock.unlock();
        }
        return out;
    }
}
