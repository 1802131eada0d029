package io.minikafka.client;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A topic as it stood when it was asked for. */
public record TopicInfo(
        String name,
        Duration retentionAge,
        long retentionBytes,
        @Nullable Durability durability,
        List<PartitionInfo> partitions) {

    /**
     * One partition.
     *
     * @param logStartOffset the first retained message's offset, or {@code logEndOffset} when none is retained
     * @param logEndOffset the offset that the next message gets
     * @param bytes held, on disk or in memory
     * @param oldestMessage append time of the oldest retained message; null when there is none
     */
    public record PartitionInfo(
            int partition,
            long logStartOffset,
            long logEndOffset,
            long bytes,
            @Nullable Instant oldestMessage) {}
}
