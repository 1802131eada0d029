package io.minikafka.broker;

import io.minikafka.group.GroupDescription;
import io.minikafka.group.GroupName;
import io.minikafka.group.MemberSpec;
import io.minikafka.store.Message;
import io.minikafka.store.ReadResult;
import io.minikafka.store.TopicDescription;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A broker that passes everything on; tests override what they watch or break. */
public abstract class DelegatingBroker implements Broker {
    protected final Broker delegate;

    protected DelegatingBroker(Broker delegate) {
        this.delegate = delegate;
    }

    @Override
    public CompletableFuture<ProduceResult> produce(
            TopicName topic, List<Message> messages, Placement placement, Runnable accepted) {
        return delegate.produce(topic, messages, placement, accepted);
    }

    @Override
    public CompletableFuture<ReadResult> fetch(
            TopicPartition partition, Start start, FetchLimits limits, Duration maxWait) {
        return delegate.fetch(partition, start, limits, maxWait);
    }

    @Override
    public CompletableFuture<Integer> partitionCount(TopicName topic) {
        return delegate.partitionCount(topic);
    }

    @Override
    public CompletableFuture<TopicDescription> createTopic(TopicName topic, SettingsChange settings) {
        return delegate.createTopic(topic, settings);
    }

    @Override
    public CompletableFuture<TopicDescription> updateTopic(TopicName topic, SettingsChange settings) {
        return delegate.updateTopic(topic, settings);
    }

    @Override
    public CompletableFuture<Void> deleteTopic(TopicName topic) {
        return delegate.deleteTopic(topic);
    }

    @Override
    public CompletableFuture<List<TopicName>> topics() {
        return delegate.topics();
    }

    @Override
    public CompletableFuture<TopicDescription> describeTopic(TopicName topic) {
        return delegate.describeTopic(topic);
    }

    @Override
    public CompletableFuture<GroupMember> joinGroup(GroupName group, MemberSpec member, GroupListener listener) {
        return delegate.joinGroup(group, member, listener);
    }

    @Override
    public CompletableFuture<List<GroupName>> groups() {
        return delegate.groups();
    }

    @Override
    public CompletableFuture<GroupDescription> describeGroup(GroupName group) {
        return delegate.describeGroup(group);
    }

    @Override
    public CompletableFuture<GroupDescription> resetOffsets(GroupName group, OffsetReset reset) {
        return delegate.resetOffsets(group, reset);
    }

    @Override
    public CompletableFuture<Void> deleteGroup(GroupName group) {
        return delegate.deleteGroup(group);
    }

    @Override
    public void drain() {
        delegate.drain();
    }

    @Override
    public void close() {
        delegate.close();
    }
}
