package io.minikafka.group;

import io.minikafka.store.TopicPartition;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Keeps committed offsets. The last commit for a group and partition holds. Safe for use by many threads. */
public interface OffsetLog extends AutoCloseable {
    /** What was committed when the log was opened; a copy. */
    Map<GroupName, Map<TopicPartition, Long>> recovered();

    /**
     * Takes note of the commits, in the order of the calls, without any I/O: callers hold locks. The future completes
     * when they are as durable as this log makes them, on a thread that is in {@link #flush()} or one of the log's own;
     * it fails with a {@link io.minikafka.store.StoreException}, after which the log takes no more.
     */
    CompletableFuture<Void> append(List<OffsetCommit> commits);

    /**
     * Writes what was appended. Never waits for another thread: when one is writing, that one writes this too. To be
     * called without locks after every {@link #append}.
     */
    void flush();

    /** Makes all that was appended as durable as can be, and frees everything. Idempotent. */
    @Override
    void close();
}
