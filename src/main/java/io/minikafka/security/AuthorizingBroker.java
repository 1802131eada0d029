package io.minikafka.security;

import io.minikafka.broker.Broker;
import io.minikafka.broker.BrokerException;
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
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A broker as one caller may use it. What the caller has no right to fails with
 * {@link BrokerException.Code#PERMISSION_DENIED}, whether it exists or not, before the broker hears of it; lists have
 * what the caller may see. A group belongs to those who have a right to all the topics its members read and its offsets
 * are of. A membership is checked when it begins: it only ever gets partitions of the topics it asked for.
 */
final class AuthorizingBroker implements Broker {
    private final Broker broker;
    private final Caller caller;
    private final KnownRights rights;

    AuthorizingBroker(Broker broker, Caller caller) {
        this.broker = broker;
        this.caller = caller;
        this.rights = new KnownRights(caller);
    }

    @Override
    public CompletableFuture<ProduceResult> produce(TopicName topic, List<Message> messages, Placement placement) {
        return with(Right.PRODUCE, topic, () -> broker.produce(topic, messages, placement));
    }

    @Override
    public CompletableFuture<ProduceResult> produce(
            TopicName topic, List<Message> messages, Placement placement, Runnable accepted) {
        return with(Right.PRODUCE, topic, () -> broker.produce(topic, messages, placement, accepted));
    }

    @Override
    public CompletableFuture<ReadResult> fetch(
            TopicPartition partition, Start start, FetchLimits limits, Duration maxWait) {
        return with(Right.CONSUME, partition.topic(), () -> broker.fetch(partition, start, limits, maxWait));
    }

    @Override
    public CompletableFuture<Integer> partitionCount(TopicName topic) {
        return withAny(topic, () -> broker.partitionCount(topic));
    }

    @Override
    public CompletableFuture<TopicDescription> createTopic(TopicName topic, SettingsChange settings) {
        return with(Right.ADMIN, topic, () -> broker.createTopic(topic, settings));
    }

    @Override
    public CompletableFuture<TopicDescription> updateTopic(TopicName topic, SettingsChange settings) {
        return with(Right.ADMIN, topic, () -> broker.updateTopic(topic, settings));
    }

    @Override
    public CompletableFuture<Void> deleteTopic(TopicName topic) {
        return with(Right.ADMIN, topic, () -> broker.deleteTopic(topic));
    }

    @Override
    public CompletableFuture<List<TopicName>> topics() {
        return caller.grants().isEmpty()
                ? refuse("list topics")
                : broker.topics()
                        .thenApply(topics ->
                                topics.stream().filter(rights::permitAnything).toList());
    }

    @Override
    public CompletableFuture<TopicDescription> describeTopic(TopicName topic) {
        return withAny(topic, () -> broker.describeTopic(topic));
    }

    @Override
    public CompletableFuture<GroupMember> joinGroup(GroupName group, MemberSpec member, GroupListener listener) {
        TopicName forbidden = firstWithout(Right.CONSUME, member.topics());
        return forbidden == null
                ? broker.joinGroup(group, member, listener)
                : refuse("consume from the topic '" + forbidden + "'");
    }

    @Override
    public CompletableFuture<List<GroupName>> groups() {
        return caller.grants().isEmpty() ? refuse("list groups") : new VisibleGroups(broker, this::sees).list();
    }

    @Override
    public CompletableFuture<GroupDescription> describeGroup(GroupName group) {
        return withGroup(Right.CONSUME, group, CompletableFuture::completedFuture);
    }

    @Override
    public CompletableFuture<GroupDescription> resetOffsets(GroupName group, OffsetReset reset) {
        return with(Right.ADMIN, reset.topic(), () -> broker.resetOffsets(group, reset));
    }

    @Override
    public CompletableFuture<Void> deleteGroup(GroupName group) {
        return withGroup(Right.ADMIN, group, description -> broker.deleteGroup(group));
    }

    /** Has no effect: that a caller is done is no reason for the broker to be. */
    @Override
    public void drain() {}

    /** Has no effect, likewise. */
    @Override
    public void close() {}

    private <T> CompletableFuture<T> with(Right right, TopicName topic, Supplier<CompletableFuture<T>> call) {
        return rights.permit(right, topic) ? call.get() : refuse(right.text() + " the topic '" + topic + "'");
    }

    private <T> CompletableFuture<T> withAny(TopicName topic, Supplier<CompletableFuture<T>> call) {
        return rights.permitAnything(topic) ? call.get() : refuse("see the topic '" + topic + "'");
    }

    private <T> CompletableFuture<T> withGroup(
            Right right, GroupName group, Function<GroupDescription, CompletableFuture<T>> call) {
        if (caller.grants().isEmpty()) {
            return refuse(text(right) + " the group '" + group + "'");
        }
        return broker.describeGroup(group)
                .thenCompose(description -> mayAll(right, description)
                        ? call.apply(description)
                        : refuse(text(right) + " the group '" + group
                                + "', which reads topics it has no such right to"));
    }

    private static String text(Right right) {
        return right == Right.ADMIN ? "administer" : "see";
    }

    private boolean sees(GroupDescription group) {
        return mayAll(Right.CONSUME, group);
    }

    /** Of a group without any topic nobody can say whose it is. */
    private boolean mayAll(Right right, GroupDescription group) {
        List<TopicName> topics = Stream.concat(
                        group.members().stream().flatMap(member -> member.topics().stream()),
                        group.partitions().stream()
                                .map(progress -> progress.partition().topic()))
                .distinct()
                .toList();
        return !topics.isEmpty() && firstWithout(right, topics) == null;
    }

    private @Nullable TopicName firstWithout(Right right, Collection<TopicName> topics) {
        for (TopicName topic : topics) {
            if (!rights.permit(right, topic)) {
                return topic;
            }
        }
        return null;
    }

    private <T> CompletableFuture<T> refuse(String what) {
        return CompletableFuture.failedFuture(new BrokerException(
                BrokerException.Code.PERMISSION_DENIED, "User '" + caller + "' has no right to " + what));
    }
}
