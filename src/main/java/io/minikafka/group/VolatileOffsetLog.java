package io.minikafka.group;

import io.minikafka.store.TopicPartition;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** For stores in memory: offsets end with the process, as the messages do. Groups themselves know what was committed. */
public final class VolatileOffsetLog implements OffsetLog {
    @Override
    public Map<GroupName, Map<TopicPartition, Long>> recovered() {
        return Map.of();
    }

    @Override
    public CompletableFuture<Void> append(List<OffsetCommit> commits) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
