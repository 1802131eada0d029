package io.minikafka.broker;

import io.minikafka.group.Member;
import io.minikafka.group.ReadPosition;
import io.minikafka.store.DataLossException;
import io.minikafka.store.MessageStore;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.UnknownPartitionException;
import io.minikafka.store.UnknownTopicException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads a member's partitions in turn. Those that may have messages stand in line; one that has none leaves it, and is
 * back when something is appended. So a read costs the same however many partitions are quiet.
 *
 * <p>Not safe for use by several threads, but for {@link #assignmentChanged} and {@link Watcher#wake}.
 */
final class MemberReader {
    private final LiveGroup group;
    private final MessageStore store;
    private final AppendWatch<Watcher> watch;
    private final Runnable onAppend;
    private final Map<TopicPartition, Watcher> watchers = new HashMap<>();
    private final Deque<Watcher> line = new ArrayDeque<>();
    private final Queue<Watcher> woken = new ConcurrentLinkedQueue<>();
    private volatile boolean stale = true;

    /** @param onAppend called when a read may find messages again */
    MemberReader(LiveGroup group, MessageStore store, AppendWatch<Watcher> watch, Runnable onAppend) {
        this.group = group;
        this.store = store;
        this.watch = watch;
        this.onAppend = onAppend;
    }

    /** What is read from, and from where, must be asked for again. */
    void assignmentChanged() {
        stale = true;
    }

    /** The next messages, or null when there are none now; then {@code onAppend} is called when there may be. */
    @Nullable
    Delivery take(Member member, FetchLimits limits) {
        while (true) {
            if (stale) {
                refresh(member);
            }
            for (Watcher watcher = woken.poll(); watcher != null; watcher = woken.poll()) {
                standInLine(watcher);
            }
            Watcher first = line.peekFirst();
            if (first == null) {
                return null;
            }
            Delivery delivery = take(member, first, limits);
            if (delivery != null) {
                return delivery;
            }
        }
    }

    private @Nullable Delivery take(Member member, Watcher watcher, FetchLimits limits) {
        PartitionCursor cursor = watcher.cursor;
        if (!cursor.hasMessages() && !read(member, watcher, limits)) {
            return null;
        }
        Delivery delivery = cursor.next(limits);
        if (!group.deliver(
                member, cursor.partition(), cursor.epoch(), cursor.offset(), PartitionCursor.next(delivery))) {
            stale = true;
            return null;
        }
        cursor.delivered(delivery);
        if (cursor.isExhausted()) {
            line.removeFirst();
            line.addLast(watcher);
        }
        return delivery;
    }

    /** Whether there is something to deliver; if not, the partition has left the line, or is no longer the member's. */
    private boolean read(Member member, Watcher watcher, FetchLimits limits) {
        PartitionCursor cursor = watcher.cursor;
        try {
            long skipped = cursor.read(limits);
            if (skipped > 0) {
                if (!group.skip(member, cursor.partition(), cursor.epoch(), cursor.offset(), skipped)) {
                    stale = true;
                    return false;
                }
                cursor.skip(skipped);
            }
            if (!cursor.isExhausted()) {
                return true;
            }
            leaveLine(watcher);
            watch.add(cursor.partition(), watcher);
            if (cursor.hasMore()) {
                standInLine(watcher);
            }
        } catch (UnknownTopicException | UnknownPartitionException e) {
            // Just deleted: the group is about to be told.
            leaveLine(watcher);
        } catch (DataLossException e) {
            // Told once; the next read goes on behind.
            long next = e.nextReadable();
            if (group.deliver(member, cursor.partition(), cursor.epoch(), cursor.offset(), next)) {
                cursor.moveTo(next);
            }
            throw e;
        }
        return false;
    }

    private void standInLine(Watcher watcher) {
        if (!watcher.cursor.inLine && watchers.get(watcher.cursor.partition()) == watcher) {
            watcher.cursor.inLine = true;
            line.addLast(watcher);
        }
    }

    private void leaveLine(Watcher watcher) {
        watcher.cursor.inLine = false;
        line.remove(watcher);
    }

    private void refresh(Member member) {
        stale = false;
        Map<TopicPartition, Watcher> before = Map.copyOf(watchers);
        watchers.clear();
        for (ReadPosition position : group.readPositions(member)) {
            Watcher known = before.get(position.partition());
            watchers.put(
                    position.partition(),
                    known != null && known.cursor.isAt(position)
                            ? known
                            : new Watcher(new PartitionCursor(store, position)));
        }
        before.forEach((partition, watcher) -> {
            if (watchers.get(partition) != watcher) {
                watch.remove(partition, watcher);
                leaveLine(watcher);
            }
        });
        watchers.forEach((partition, watcher) -> {
            if (before.get(partition) != watcher) {
                standInLine(watcher);
            }
        });
    }

    /** Frees what it holds. */
    void close() {
        watchers.forEach(watch::remove);
        watchers.clear();
        line.clear();
    }

    /** Waits for an append to a partition. */
    final class Watcher {
        private final PartitionCursor cursor;

        Watcher(PartitionCursor cursor) {
            this.cursor = cursor;
        }

        void wake() {
            woken.add(this);
            onAppend.run();
        }
    }
}
