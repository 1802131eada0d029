package io.minikafka.client;

import io.minikafka.client.MinikafkaException.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of a member, and how far each has come to it. What was polled before a partition left, or before the
 * membership, is nothing to the server, which would cut an acknowledgement of it to what it has delivered since, and say
 * that all is well. Not safe for use by several threads.
 */
final class Assignment {
    private static final long NOTHING = -1;

    private final Map<PartitionId, Progress> partitions = new HashMap<>();

    private static final class Progress {
        private long received = NOTHING;
        private long polled = NOTHING;
    }

    void assign(Set<PartitionId> now) {
        partitions.keySet().retainAll(now);
        now.forEach(partition -> partitions.computeIfAbsent(partition, key -> new Progress()));
    }

    boolean has(PartitionId partition) {
        return partitions.containsKey(partition);
    }

    /**
     * Messages of a partition of the member's have come. Returns whether they go on behind those before them: if not, the
     * partition was away, or the group was set back, without that being told, and what came before counts no more.
     */
    boolean received(PartitionId partition, long first, long last) {
        Progress progress = partitions.get(partition);
        if (progress == null) {
            throw new IllegalStateException(partition + " is not assigned");
        }
        boolean goesOn = first > progress.received;
        progress.received = last;
        if (!goesOn) {
            progress.polled = NOTHING;
        }
        return goesOn;
    }

    /** Messages up to this one have been polled. */
    void polled(PartitionId partition, long offset) {
        Progress progress = partitions.get(partition);
        if (progress != null) {
            progress.polled = offset;
        }
    }

    /** Why this message cannot be acknowledged; null when it can. */
    @Nullable
    MinikafkaException refusal(PartitionId partition, long offset) {
        Progress progress = partitions.get(partition);
        if (progress == null) {
            return new MinikafkaException(
                    Kind.FAILED_PRECONDITION,
                    "Partition " + partition + " is not, or no longer, this member's; offset " + offset
                            + " was not acknowledged, and its message may be delivered again");
        }
        if (offset > progress.polled) {
            return new MinikafkaException(
                    Kind.UNAVAILABLE,
                    "Offset " + offset + " of partition " + partition + " was not acknowledged: the membership that it"
                            + " was delivered in has ended, and its message is delivered again");
        }
        return null;
    }
}
