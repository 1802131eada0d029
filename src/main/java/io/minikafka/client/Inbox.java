package io.minikafka.client;

import io.minikafka.client.ConsumeEvent.Damaged;
import io.minikafka.client.ConsumeEvent.Delivered;
import io.minikafka.client.MinikafkaException.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What has arrived and was not polled yet, in the order of arrival. Not safe for use by several threads. */
final class Inbox {
    private final Assignment assignment;
    private final Deque<ConsumeEvent> events = new ArrayDeque<>();
    /** How many messages of the first event were taken. */
    private int takenOfFirst;

    private long skipped;

    /** @param assignment is told what was taken */
    Inbox(Assignment assignment) {
        this.assignment = assignment;
    }

    void add(Delivered delivered) {
        events.add(delivered);
    }

    void add(Damaged damaged) {
        events.add(damaged);
    }

    boolean isEmpty() {
        return events.isEmpty();
    }

    /** How many messages had left by retention before those that were taken since this was asked last. */
    long takeSkipped() {
        long passed = skipped;
        skipped = 0;
        return passed;
    }

    /** The damage that comes before all messages; null when messages come first, or nothing is there. */
    @Nullable
    MinikafkaException takeDamage() {
        if (events.peek() instanceof Damaged damaged) {
            events.remove();
            return new MinikafkaException(Kind.DATA_LOSS, damaged.description());
        }
        return null;
    }

    /** Messages, at most so many, up to the next damage. */
    List<ConsumedMessage> take(int max) {
        List<ConsumedMessage> taken = List.of();
        while (taken.size() < max && events.peek() instanceof Delivered first) {
            List<ConsumedMessage> part = takeOf(first, max - taken.size());
            if (taken.isEmpty()) {
                taken = new ArrayList<>(part);
            } else {
                taken.addAll(part);
            }
        }
        return taken;
    }

    private List<ConsumedMessage> takeOf(Delivered first, int max) {
        List<ConsumedMessage> all = first.messages();
        int from = takenOfFirst;
        int to = Math.min(all.size(), from + max);
        if (from == 0) {
            skipped += first.skipped();
        }
        if (to == all.size()) {
            removeFirst();
        } else {
            takenOfFirst = to;
        }
        assignment.polled(first.partition(), all.get(to - 1).offset());
        return all.subList(from, to);
    }

    private void removeFirst() {
        events.remove();
        takenOfFirst = 0;
    }

    /** Drops what has come from these partitions; returns how many messages that were. */
    int drop(Predicate<PartitionId> from) {
        int dropped = 0;
        if (events.peek() instanceof Delivered first && from.test(first.partition())) {
            dropped = first.messages().size() - takenOfFirst;
            removeFirst();
        }
        for (var each = events.iterator(); each.hasNext(); ) {
            ConsumeEvent event = each.next();
            if (event instanceof Delivered delivered && from.test(delivered.partition())) {
                dropped += delivered.messages().size();
                each.remove();
            } else if (event instanceof Damaged damaged && from.test(damaged.partition())) {
                each.remove();
            }
        }
        return dropped;
    }
}
