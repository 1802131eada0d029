package io.minikafka.group;

import io.minikafka.store.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One partition as its {@link Group} sees it.
 *
 * <pre>
 * committed ≤ settled ≤ position ≤ delivered
 * </pre>
 *
 * once something is committed. Below {@code settled} the owner has acknowledged all it was delivered; from there up to
 * {@code position} it has been delivered and not acknowledged. {@code delivered} is the same for all owners there ever
 * were, and the bound of what can be acknowledged.
 */
final class Share {
    final TopicPartition partition;

    /** Whether the partition came into being while the group already subscribed to its topic. */
    final boolean appeared;

    long committed = OffsetCommit.NONE;
    long settled;
    long position;
    long delivered;
    long skipped;

    /** Another number for every owner and every reset, so that what was read for the one before is recognised. */
    int epoch;

    @Nullable
    Member owner;

    /** Who gets it once the owner has acknowledged, or at {@link #handOverBy}. */
    @Nullable
    Member heir;

    long handOverBy;

    Share(TopicPartition partition, boolean appeared) {
        this.partition = partition;
        this.appeared = appeared;
    }

    boolean hasUnacknowledged() {
        return settled < position;
    }

    /** Whether more may be delivered to the owner. */
    boolean isDeliverable() {
        return owner != null && heir == null;
    }

    /** Who has it in the end. */
    @Nullable
    Member target() {
        return heir != null ? heir : owner;
    }

    void moveTo(long offset) {
        position = offset;
        settled = offset;
        delivered = Math.max(delivered, offset);
    }
}
