package io.minikafka.group;

import io.minikafka.store.StoreException;
import io.minikafka.store.TopicPartition;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Commits that are written together: of several for one group and partition only the last. For one thread at a time. */
final class CommitBatch {
    private final Map<Key, OffsetCommit> commits = new LinkedHashMap<>();
    private final List<CompletableFuture<Void>> futures = new ArrayList<>();

    private record Key(GroupName group, TopicPartition partition) {}

    CompletableFuture<Void> add(List<OffsetCommit> added) {
        for (OffsetCommit commit : added) {
            commits.put(new Key(commit.group(), commit.partition()), commit);
        }
        CompletableFuture<Void> future = new CompletableFuture<>();
        futures.add(future);
        return future;
    }

    boolean isEmpty() {
        return futures.isEmpty();
    }

    /** Encodes into the scratch buffer, or into a larger one, and returns that one, ready to be written. */
    ByteBuffer encode(ByteBuffer scratch, long sequence) {
        ByteBuffer bytes = scratch.clear();
        for (OffsetCommit commit : commits.values()) {
            if (bytes.remaining() < OffsetRecordFormat.MOST_BYTES) {
                bytes = ByteBuffer.allocate(2 * bytes.capacity()).put(bytes.flip());
            }
            OffsetRecordFormat.encode(bytes, sequence, commit);
        }
        return bytes.flip();
    }

    /** In the order of the additions. */
    void complete() {
        futures.forEach(future -> future.complete(null));
    }

    void fail(StoreException reason) {
        futures.forEach(future -> future.completeExceptionally(reason));
    }
}
