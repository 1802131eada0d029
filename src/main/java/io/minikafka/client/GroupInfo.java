package io.minikafka.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A consumer group as it stood when it was asked for.
 *
 * @param members in the order in which they joined
 * @param partitions those the group reads or has committed offsets for, sorted by topic and partition
 */
public record GroupInfo(String name, List<Member> members, List<PartitionProgress> partitions) {

    /**
     * One member.
     *
     * @param id unique until the server is restarted
     * @param name the one it joined with
     * @param topics those it subscribes to, sorted
     */
    public record Member(long id, String name, List<String> topics) {}

    /**
     * How far the group is in a partition.
     *
     * @param owner the id of the member that reads it; null when nobody does
     * @param committedOffset the next offset to deliver when another member takes over; null when nothing is committed
     * @param logEndOffset the offset that the next message gets
     * @param lag how many retained messages are not committed
     * @param skipped how many left by retention, since the server started, before the group had read them
     */
    public record PartitionProgress(
            String topic,
            int partition,
            @Nullable Long owner,
            @Nullable Long committedOffset,
            long logEndOffset,
            long lag,
            long skipped) {}
}
