package io.minikafka.client.redis;

import io.minikafka.client.ConsumedMessage;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Messages that have come and were not polled. Their timestamps are those of their arrival, since the protocol does not
 * tell more, and never decrease, not across memberships either: so they also tell of which membership a message is. Not
 * safe for use by several threads.
 */
final class Arrivals {
    private final InstantSource clock;
    private final Deque<ConsumedMessage> messages = new ArrayDeque<>();
    private final Map<Partition, Long> next = new HashMap<>();
    private Instant latest = Instant.MIN;
    private Instant membershipSince = Instant.MIN;
    private long skipped;

    private record Partition(String topic, int number) {}

    Arrivals(InstantSource clock) {
        this.clock = clock;
    }

    /** What has come is of no use any more, since it will be delivered again; and what will come is of a new membership. */
    void membershipEnded() {
        messages.clear();
        next.clear();
        Instant now = clock.instant();
        latest = now.isAfter(latest) ? now : latest.plusNanos(1);
        membershipSince = latest;
    }

    void add(List<Popped> arrived) {
        Instant now = clock.instant();
        if (now.isAfter(latest)) {
            latest = now;
        }
        for (Popped message : arrived) {
            Long expected = next.put(new Partition(message.topic(), message.partition()), message.offset() + 1);
            if (expected != null && message.offset() > expected) {
                skipped += message.offset() - expected;
            }
            messages.add(new ConsumedMessage(
                    message.topic(), message.partition(), message.offset(), latest, null, message.value(), List.of()));
        }
    }

    /** Whether this message came over the membership that there is now. */
    boolean isCurrent(ConsumedMessage message) {
        return !message.timestamp().isBefore(membershipSince);
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    int size() {
        return messages.size();
    }

    /** The oldest ones. */
    List<ConsumedMessage> take(int most) {
        List<ConsumedMessage> taken = new ArrayList<>(Math.min(most, messages.size()));
        while (taken.size() < most && !messages.isEmpty()) {
            taken.add(messages.remove());
        }
        return taken;
    }

    /** How many messages lay between those that came, and did not come. */
    long skipped() {
        return skipped;
    }
}
