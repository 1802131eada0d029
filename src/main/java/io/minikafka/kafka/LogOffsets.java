package io.minikafka.kafka;

import io.minikafka.broker.Start;
import io.minikafka.store.TopicPartition;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.IsolationLevel;

/**
 * Where logs start and end, as the consumers of this broker see them: at a log's end, or at its first open transaction
 * when they read only what is committed. Ask for partitions that exist: for others Kafka tries again until its timeout.
 * Nothing blocks. Safe for use by many threads.
 */
final class LogOffsets {
    private final Admin admin;
    private final IsolationLevel isolation;

    /** @param start the first retained offset; {@code end} the next to become readable */
    record Range(long start, long end) {}

    LogOffsets(Admin admin, KafkaSettings settings) {
        this.admin = admin;
        Object level = settings.consumer().get(ConsumerConfig.ISOLATION_LEVEL_CONFIG);
        String readCommitted = IsolationLevel.READ_COMMITTED.name();
        isolation = level != null && level.toString().toUpperCase(Locale.ROOT).equals(readCommitted)
                ? IsolationLevel.READ_COMMITTED
                : IsolationLevel.READ_UNCOMMITTED;
    }

    /**
     * The offset where a start lies in a log, or would lie: only of a named one it is not certain to be in range.
     *
     * @param atTimestamp for a start at a time: what {@link #atTimestamp} found
     */
    static long offset(Start start, Range range, long atTimestamp) {
        if (start instanceof Start.AtOffset at) {
            return at.offset();
        }
        if (start instanceof Start.AtTimestamp) {
            return atTimestamp < 0 ? range.end() : atTimestamp;
        }
        return start instanceof Start.Earliest ? range.start() : range.end();
    }

    CompletableFuture<Range> range(TopicPartition partition) {
        CompletableFuture<Map<TopicPartition, Range>> ranges = ranges(List.of(partition));
        return ranges.thenApply(answers -> Objects.requireNonNull(answers.get(partition)));
    }

    CompletableFuture<Map<TopicPartition, Range>> ranges(Collection<TopicPartition> partitions) {
        return list(partitions, OffsetSpec.earliest())
                .thenCombine(list(partitions, OffsetSpec.latest()), (starts, ends) -> {
                    Map<TopicPartition, Range> ranges = new HashMap<>();
                    starts.forEach((partition, start) -> {
                        long end = Objects.requireNonNull(ends.get(partition)).offset();
                        // Asked for at about the same time: retention may have been faster than the other question.
                        ranges.put(partition, new Range(start.offset(), Math.max(start.offset(), end)));
                    });
                    return ranges;
                });
    }

    /** The first message at or after the time, in milliseconds since the epoch; its offset is -1 when there is none. */
    CompletableFuture<Map<TopicPartition, ListOffsetsResultInfo>> atTimestamp(
            Collection<TopicPartition> partitions, long timestamp) {
        // Kafka gives negative times meanings of their own.
        return list(partitions, OffsetSpec.forTimestamp(Math.max(0, timestamp)));
    }

    private CompletableFuture<Map<TopicPartition, ListOffsetsResultInfo>> list(
            Collection<TopicPartition> partitions, OffsetSpec spec) {
        if (partitions.isEmpty()) {
            return CompletableFuture.completedFuture(Map.of());
        }
        Map<org.apache.kafka.common.TopicPartition, OffsetSpec> questions =
                partitions.stream().collect(Collectors.toMap(Records::of, partition -> spec));
        return KafkaFutures.of(admin.listOffsets(questions, new ListOffsetsOptions(isolation))
                        .all())
                .thenApply(answers -> partitions.stream()
                        .collect(Collectors.toMap(
                                Function.identity(),
                                partition -> Objects.requireNonNull(answers.get(Records.of(partition))))));
    }
}
