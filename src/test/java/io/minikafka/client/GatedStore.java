package io.minikafka.client;

import io.minikafka.store.AppendResult;
import io.minikafka.store.DelegatingStore;
import io.minikafka.store.DiskFullException;
import io.minikafka.store.Message;
import io.minikafka.store.MessageStore;
import io.minikafka.store.ReadResult;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.memory.InMemoryMessageStore;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** A memory store that can withhold acknowledgements, refuse appends and count reads. */
final class GatedStore extends DelegatingStore {
    final AtomicInteger appends = new AtomicInteger();
    final AtomicInteger reads = new AtomicInteger();
    final AtomicInteger refusals = new AtomicInteger();
    private volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);

    GatedStore() {
        super(new InMemoryMessageStore(StoreLimits.DEFAULT, Clock.systemUTC()));
    }

    MessageStore memory() {
        return delegate;
    }

    /** From now on appends are stored and not acknowledged. */
    void shut() {
        gate = new CompletableFuture<>();
    }

    /** What was withheld, and what comes from now on, is acknowledged. */
    void open() {
        gate.complete(null);
    }

    @Override
    public CompletableFuture<AppendResult> append(TopicPartition partition, List<Message> messages) {
        appends.incrementAndGet();
        if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            return CompletableFuture.failedFuture(new DiskFullException(1, 2));
        }
        return super.append(partition, messages).thenCombine(gate, (result, open) -> result);
    }

    @Override
    public ReadResult read(TopicPartition partition, long offset, int maxMessages, int maxBytes) {
        reads.incrementAndGet();
        return super.read(partition, offset, maxMessages, maxBytes);
    }

    @Override
    public void close() {
        open();
        super.close();
    }
}
