package io.minikafka.group;

import io.minikafka.store.TopicPartition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A log in memory that outlives brokers, for those that come back over the store that the last one left. */
public final class RememberedOffsets implements OffsetLog {
    private final Map<GroupName, Map<TopicPartition, Long>> committed = new HashMap<>();

    @Override
    public synchronized Map<GroupName, Map<TopicPartition, Long>> recovered() {
        Map<GroupName, Map<TopicPartition, Long>> copy = new HashMap<>();
        committed.forEach((group, offsets) -> copy.put(group, new HashMap<>(offsets)));
        return copy;
    }

    @Override
    public synchronized CompletableFuture<Void> append(List<OffsetCommit> commits) {
        for (OffsetCommit commit : commits) {
            Map<TopicPartition, Long> offsets = committed.computeIfAbsent(commit.group(), name -> new HashMap<>());
            if (commit.offset() == OffsetCommit.NONE) {
                offsets.remove(commit.partition());
            } else {
                offsets.put(commit.partition(), commit.offset());
            }
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
