package io.minikafka.kafka;

import io.minikafka.broker.Broker;
import io.minikafka.broker.BrokerOptions;
import io.minikafka.broker.FetchLimits;
import io.minikafka.broker.GroupListener;
import io.minikafka.broker.GroupMember;
import io.minikafka.broker.OffsetReset;
import io.minikafka.broker.Placement;
import io.minikafka.broker.ProduceResult;
import io.minikafka.broker.SettingsChange;
import io.minikafka.broker.Start;
import io.minikafka.broker.StoreFailures;
import io.minikafka.group.GroupDescription;
import io.minikafka.group.GroupName;
import io.minikafka.group.MemberSpec;
import io.minikafka.store.Message;
import io.minikafka.store.ReadResult;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.TopicDescription;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;

/**
 * The broker over an Apache Kafka cluster: topics, messages and committed offsets are there, nothing is here, so that
 * many servers may share a cluster and its groups.
 *
 * <p>It starts whether or not the cluster is there, and what is asked of it while the cluster is away fails with
 * {@link io.minikafka.broker.BrokerException.Code#UNAVAILABLE} after the request timeout. What Kafka makes different
 * from the local stores is in {@code docs/backends.md}.
 *
 * <p>Threads: {@link #produce} sends on the caller's thread when the topic is known and the buffer has room, and on one
 * of the broker's when it has to wait for that; futures complete on threads of Kafka's clients and of the broker's. Each
 * member of a group, and each read that has to ask Kafka, has a thread while it lasts.
 */
public final class KafkaBroker implements Broker {
    private final KafkaClients clients;
    private final Admin admin;
    private final ClusterWatch cluster;
    private final KafkaTopics topics;
    private final SkippedMessages skipped = new SkippedMessages();
    private final KafkaGroupAdmin groups;
    private final KafkaMembers members;
    private final KafkaReads reads;
    private final KafkaAppends appends;
    private final Duration patience;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Closing the broker closes neither the threads nor the timer.
     *
     * @param limits what a message may have; the cluster's own limits may be narrower
     * @param threads runs each task given to it at once, on a thread of its own; tasks block, for as long as a member is
     *     in its group
     */
    public KafkaBroker(
            KafkaSettings settings,
            BrokerOptions options,
            StoreLimits limits,
            ClientListener listener,
            Executor threads,
            ScheduledExecutorService timer) {
        clients = new KafkaClients(settings, listener);
        patience = settings.requestTimeout();
        Producer<byte[], byte[]> producer = clients.producer();
        admin = adminBeside(producer);
        cluster = new ClusterWatch(admin, settings, timer);
        topics = new KafkaTopics(admin, settings, options);
        groups = new KafkaGroupAdmin(admin, topics, skipped);
        members = new KafkaMembers(clients, cluster, skipped, options.groups(), threads, timer);
        reads = new KafkaReads(clients, topics, threads, timer);
        appends = new KafkaAppends(clients, producer, admin, topics, options, limits, timer);
    }

    private Admin adminBeside(Producer<byte[], byte[]> producer) {
        try {
            return clients.admin();
        } catch (RuntimeException e) {
            // Settings that no client can be made with: nothing that has threads must stay behind.
            clients.closing(producer);
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    /** Whether the cluster is there. */
    public ClusterWatch cluster() {
        return cluster;
    }

    @Override
    public CompletableFuture<ProduceResult> produce(
            TopicName topic, List<Message> messages, Placement placement, Runnable accepted) {
        return appends.produce(topic, messages, placement, accepted);
    }

    @Override
    public CompletableFuture<ReadResult> fetch(
            TopicPartition partition, Start start, FetchLimits limits, Duration maxWait) {
        return reads.fetch(partition, start, limits, maxWait);
    }

    @Override
    public CompletableFuture<Integer> partitionCount(TopicName topic) {
        return unlessClosed(() -> topics.partitions(topic));
    }

    @Override
    public CompletableFuture<TopicDescription> createTopic(TopicName topic, SettingsChange settings) {
        return unlessClosed(() -> topics.create(topic, settings));
    }

    @Override
    public CompletableFuture<TopicDescription> updateTopic(TopicName topic, SettingsChange settings) {
        return unlessClosed(() -> topics.update(topic, settings));
    }

    @Override
    public CompletableFuture<Void> deleteTopic(TopicName topic) {
        return unlessClosed(
                () -> KafkaFutures.translated(topics.delete(topic).thenAccept(nothing -> reads.deleted(topic))));
    }

    @Override
    public CompletableFuture<List<TopicName>> topics() {
        return unlessClosed(() -> topics.names());
    }

    @Override
    public CompletableFuture<TopicDescription> describeTopic(TopicName topic) {
        return unlessClosed(() -> topics.describe(topic));
    }

    @Override
    public CompletableFuture<GroupMember> joinGroup(GroupName group, MemberSpec member, GroupListener listener) {
        return members.join(group, member, listener);
    }

    @Override
    public CompletableFuture<List<GroupName>> groups() {
        return unlessClosed(() -> groups.names());
    }

    @Override
    public CompletableFuture<GroupDescription> describeGroup(GroupName group) {
        return unlessClosed(() -> groups.describe(group));
    }

    @Override
    public CompletableFuture<GroupDescription> resetOffsets(GroupName group, OffsetReset reset) {
        return unlessClosed(() -> groups.reset(group, reset));
    }

    @Override
    public CompletableFuture<Void> deleteGroup(GroupName group) {
        return unlessClosed(() -> groups.delete(group));
    }

    /** Kafka's administration client would call it a defect. */
    private <T> CompletableFuture<T> unlessClosed(Supplier<CompletableFuture<T>> question) {
        return closed.get() ? CompletableFuture.failedFuture(StoreFailures.shuttingDown()) : question.get();
    }

    @Override
    public void drain() {
        reads.drain();
        members.drain();
    }

    /** Waits, at most the request timeout, for what is in the producer's buffer and for members to leave. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        drain();
        members.close();
        appends.close(patience);
        reads.close();
        cluster.close();
        clients.closing(admin);
        admin.close(patience);
    }
}
