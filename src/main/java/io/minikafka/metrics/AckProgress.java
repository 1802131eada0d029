package io.minikafka.metrics;

import io.minikafka.group.Acknowledgement;
import io.minikafka.store.StoredMessage;
import io.minikafka.store.TopicPartition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many messages a member's acknowledgements stand for: an acknowledged offset stands for all before it that were
 * delivered to the member and that it has not acknowledged yet. Of partitions that went away and came back, what the member
 * left unacknowledged is still counted as its own: listeners hear of assignments too late to tell. Safe for use by many
 * threads.
 */
final class AckProgress {
    private final Map<TopicPartition, Position> positions = new HashMap<>();

    /** What was delivered, and not acknowledged, of one partition: as many messages as lie between these. */
    private static final class Position {
        private long acknowledged;
        private long next;

        Position(long first) {
            this.acknowledged = first;
            this.next = first;
        }
    }

    synchronized void delivered(TopicPartition partition, List<StoredMessage> messages) {
        long first = messages.get(0).offset();
        long next = messages.get(messages.size() - 1).offset() + 1;
        Position position = positions.get(partition);
        if (position == null) {
            position = new Position(first);
            positions.put(partition, position);
        } else if (first < position.next) {
            // The group was sent back.
            position.acknowledged = first;
            position.next = first;
        }
        // What nobody got, such as messages that had expired, nobody acknowledges.
        position.acknowledged += next - position.next - messages.size();
        position.next = next;
    }

    /** How many messages each of these stands for. */
    synchronized long[] acknowledge(List<Acknowledgement> acknowledgements) {
        long[] counts = new long[acknowledgements.size()];
        for (int i = 0; i < counts.length; i++) {
            Acknowledgement acknowledgement = acknowledgements.get(i);
            Position position = positions.get(acknowledgement.partition());
            if (position != null) {
                long upTo = Math.min(acknowledgement.offset() + 1, position.next);
                counts[i] = Math.max(0, upTo - position.acknowledged);
                position.acknowledged += counts[i];
            }
        }
        return counts;
    }

    /** They were refused. */
    synchronized void takeBack(List<Acknowledgement> acknowledgements, long[] counts) {
        for (int i = 0; i < counts.length; i++) {
            Position position = positions.get(acknowledgements.get(i).partition());
            if (position != null) {
                position.acknowledged -= counts[i];
            }
        }
    }
}
