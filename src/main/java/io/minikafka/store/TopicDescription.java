package io.minikafka.store;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A topic as it stands at one moment; the partitions are read one after the other. */
public record TopicDescription(TopicName name, TopicSettings settings, List<PartitionDescription> partitions) {

    /**
     * One partition.
     *
     * @param logStartOffset the first retained message's offset, or {@code logEndOffset} when none is retained
     * @param logEndOffset the offset that the next readable message gets
     * @param bytes held, on disk or in memory, including what has expired but not left yet
     * @param oldestMessage append time of the oldest retained message; null when there is none
     */
    public record PartitionDescription(
            int partition,
            long logStartOffset,
            long logEndOffset,
            long bytes,
            @Nullable Instant oldestMessage) {}
}
