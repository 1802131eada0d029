package io.minikafka.metrics;

import io.minikafka.broker.Broker;
import io.minikafka.broker.FetchLimits;
import io.minikafka.broker.GroupListener;
import io.minikafka.broker.GroupMember;
import io.minikafka.broker.OffsetReset;
import io.minikafka.broker.Placement;
import io.minikafka.broker.ProduceResult;
import io.minikafka.broker.SettingsChange;
import io.minikafka.broker.Start;
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

/** A broker as one door uses it, which counts what comes of it. */
final class CountingBroker implements Broker {
    private final Broker broker;
    private final DoorTraffic traffic;

    CountingBroker(Broker broker, DoorTraffic traffic) {
        this.broker = broker;
        this.traffic = traffic;
    }

    @Override
    public CompletableFuture<ProduceResult> produce(TopicName topic, List<Message> messages, Placement placement) {
        long begin = System.nanoTime();
        return produced(topic, messages.size(), begin, broker.produce(topic, messages, placement));
    }

    @Override
    public CompletableFuture<ProduceResult> produce(
            TopicName topic, List<Message> messages, Placement placement, Runnable accepted) {
        long begin = System.nanoTime();
        return produced(topic, messages.size(), begin, broker.produce(topic, messages, placement, accepted));
    }

    private CompletableFuture<ProduceResult> produced(
            TopicName topic, int messages, long begin, CompletableFuture<ProduceResult> result) {
        return Outcomes.watch(
                result, stored -> traffic.produced(topic, messages, System.nanoTime() - begin), traffic::failed);
    }

    @Override
    public CompletableFuture<ReadResult> fetch(
            TopicPartition partition, Start start, FetchLimits limits, Duration maxWait) {
        boolean waits = !maxWait.isZero() && !maxWait.isNegative();
        long begin = System.nanoTime();
        return Outcomes.watch(
                broker.fetch(partition, start, limits, maxWait),
                read -> traffic.fetched(
                        partition.topic(), read.messages().size(), waits ? -1 : System.nanoTime() - begin),
                traffic::failed);
    }

    @Override
    public CompletableFuture<Integer> partitionCount(TopicName topic) {
        return answered(broker.partitionCount(topic));
    }

    @Override
    public CompletableFuture<TopicDescription> createTopic(TopicName topic, SettingsChange settings) {
        return answered(broker.createTopic(topic, settings));
    }

    @Override
    public CompletableFuture<TopicDescription> updateTopic(TopicName topic, SettingsChange settings) {
        return answered(broker.updateTopic(topic, settings));
    }

    @Override
    public CompletableFuture<Void> deleteTopic(TopicName topic) {
        return answered(broker.deleteTopic(topic));
    }

    @Override
    public CompletableFuture<List<TopicName>> topics() {
        return answered(broker.topics());
    }

    @Override
    public CompletableFuture<TopicDescription> describeTopic(TopicName topic) {
        return answered(broker.describeTopic(topic));
    }

    /** Joining is never cancelled: whoever joins must see to it that the member leaves. */
    @Override
    public CompletableFuture<GroupMember> joinGroup(GroupName group, MemberSpec member, GroupListener listener) {
        CompletableFuture<GroupMember> joining = new CompletableFuture<>();
        var unused = Outcomes.watch(
                broker.joinGroup(group, member, listener),
                joined -> joining.complete(new CountingMember(joined, traffic)),
                failure -> {
                    traffic.failed(failure);
                    joining.completeExceptionally(failure);
                });
        return joining;
    }

    @Override
    public CompletableFuture<List<GroupName>> groups() {
        return answered(broker.groups());
    }

    @Override
    public CompletableFuture<GroupDescription> describeGroup(GroupName group) {
        return answered(broker.describeGroup(group));
    }

    @Override
    public CompletableFuture<GroupDescription> resetOffsets(GroupName group, OffsetReset reset) {
        return answered(broker.resetOffsets(group, reset));
    }

    @Override
    public CompletableFuture<Void> deleteGroup(GroupName group) {
        return answered(broker.deleteGroup(group));
    }

    @Override
    public void drain() {
        broker.drain();
    }

    @Override
    public void close() {
        broker.close();
    }

    private <T> CompletableFuture<T> answered(CompletableFuture<T> answer) {
        return Outcomes.watch(answer, result -> {}, traffic::failed);
    }
}
