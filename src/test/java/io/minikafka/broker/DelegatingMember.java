package io.minikafka.broker;

import io.minikafka.group.Acknowledgement;
import io.minikafka.store.TopicPartition;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A member that passes everything on; tests override what they watch or break. */
public abstract class DelegatingMember implements GroupMember {
    private final GroupMember delegate;

    protected DelegatingMember(GroupMember delegate) {
        this.delegate = delegate;
    }

    @Override
    public CompletableFuture<Delivery> poll(FetchLimits limits, Duration maxWait) {
        return delegate.poll(limits, maxWait);
    }

    @Override
    public CompletableFuture<Void> acknowledge(List<Acknowledgement> acknowledgements) {
        return delegate.acknowledge(acknowledgements);
    }

    @Override
    public Set<TopicPartition> assignment() {
        return delegate.assignment();
    }

    @Override
    public CompletableFuture<Void> flush() {
        return delegate.flush();
    }

    @Override
    public CompletableFuture<Void> leave() {
        return delegate.leave();
    }
}
