package io.minikafka.store;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A store that passes everything on to another; what decorates one overrides what it adds to. */
public abstract class DelegatingStore implements MessageStore {
    protected final MessageStore delegate;

    protected DelegatingStore(MessageStore delegate) {
        this.delegate = delegate;
    }

    @Override
    public void createTopic(TopicName topic, TopicSettings settings) {
        delegate.createTopic(topic, settings);
    }

    @Override
    public void updateTopic(TopicName topic, TopicSettings settings) {
        delegate.updateTopic(topic, settings);
    }

    @Override
    public void deleteTopic(TopicName topic) {
        delegate.deleteTopic(topic);
    }

    @Override
    public List<TopicName> topics() {
        return delegate.topics();
    }

    @Override
    public boolean exists(TopicName topic) {
        return delegate.exists(topic);
    }

    @Override
    public TopicSettings settings(TopicName topic) {
        return delegate.settings(topic);
    }

    @Override
    public TopicDescription describe(TopicName topic) {
        return delegate.describe(topic);
    }

    @Override
    public CompletableFuture<AppendResult> append(TopicPartition partition, List<Message> messages) {
        return delegate.append(partition, messages);
    }

    @Override
    public ReadResult read(TopicPartition partition, long offset, int maxMessages, int maxBytes) {
        return delegate.read(partition, offset, maxMessages, maxBytes);
    }

    @Override
    public long offsetAt(TopicPartition partition, long timestamp) {
        return delegate.offsetAt(partition, timestamp);
    }

    @Override
    public long logStartOffset(TopicPartition partition) {
        return delegate.logStartOffset(partition);
    }

    @Override
    public long logEndOffset(TopicPartition partition) {
        return delegate.logEndOffset(partition);
    }

    @Override
    public long sizeInBytes(TopicPartition partition) {
        return delegate.sizeInBytes(partition);
    }

    @Override
    public void addListener(StoreListener listener) {
        delegate.addListener(listener);
    }

    @Override
    public void enforceRetention() {
        delegate.enforceRetention();
    }

    @Override
    public void close() {
        delegate.close();
    }
}
