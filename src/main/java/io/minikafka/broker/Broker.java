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

/**
 * What a door may ask for. No method blocks, so that doors can call from their event loops; futures complete on any
 * thread, with a {@link BrokerException} when they fail, and dependent actions must not block either. Safe for use by
 * many threads.
 */
public interface Broker extends AutoCloseable {
    /**
     * Appends messages to a topic, which is created with the server's default settings when it does not exist and the
     * broker creates topics. The future completes when all have the topic's durability. Messages to one partition get
     * consecutive offsets in the order given; when those to one partition fail, those to another may be stored.
     */
    default CompletableFuture<ProduceResult> produce(TopicName topic, List<Message> messages, Placement placement) {
        return produce(topic, messages, placement, () -> {});
    }

    /**
     * Produces, and tells when the broker has accepted the messages: they are in its buffer, in their place in the order,
     * and what remains is to store them. For callers who are content with that, and with hearing later of a failure.
     *
     * @param accepted run at most once, on any thread, before the future completes; must not block. Not run when the
     *     messages are refused, and not by brokers for whom accepting and storing are one: then the future's normal
     *     completion is the acceptance, too
     */
    CompletableFuture<ProduceResult> produce(
            TopicName topic, List<Message> messages, Placement placement, Runnable accepted);

    /**
     * Reads from one partition. When there is nothing to return, waits for a message at most {@code maxWait} (zero: not
     * at all; {@code ChronoUnit.FOREVER.getDuration()}: without end) and then returns an empty result; it never polls.
     * Cancelling the future ends the wait and frees what it holds. Waits end with {@link BrokerException.Code#UNAVAILABLE} when the broker drains and with
     * {@link BrokerException.Code#UNKNOWN_TOPIC} when the topic is deleted. Fails with {@link DamagedMessagesException}
     * when what is stored at the start is damaged.
     */
    CompletableFuture<ReadResult> fetch(TopicPartition partition, Start start, FetchLimits limits, Duration maxWait);

    /** The number of partitions of an existing topic. */
    CompletableFuture<Integer> partitionCount(TopicName topic);

    /** Creates a topic; what {@code settings} leaves open gets the server's default. */
    CompletableFuture<TopicDescription> createTopic(TopicName topic, SettingsChange settings);

    /** Changes what {@code settings} names and nothing else. */
    CompletableFuture<TopicDescription> updateTopic(TopicName topic, SettingsChange settings);

    CompletableFuture<Void> deleteTopic(TopicName topic);

    /** The names of all topics, sorted. */
    CompletableFuture<List<TopicName>> topics();

    CompletableFuture<TopicDescription> describeTopic(TopicName topic);

    /**
     * Joins a consumer group, which need not exist. The member is in the group, and may have got partitions, when the
     * future completes; a cluster may let it in, and list the group, a moment later. Whoever joins must see to it that the
     * member leaves. Fails with {@link BrokerException.Code#UNAVAILABLE} when the broker drains.
     */
    CompletableFuture<GroupMember> joinGroup(GroupName group, MemberSpec member, GroupListener listener);

    /** The names of all groups that have members or committed offsets, sorted. */
    CompletableFuture<List<GroupName>> groups();

    /** Fails with {@link BrokerException.Code#UNKNOWN_GROUP} when there is no such group. */
    CompletableFuture<GroupDescription> describeGroup(GroupName group);

    /**
     * Sets committed offsets, of a group with members, too: those read on from there. A group that does not exist comes
     * into being.
     */
    CompletableFuture<GroupDescription> resetOffsets(GroupName group, OffsetReset reset);

    /** Forgets the group's offsets; refused with {@link BrokerException.Code#FAILED_PRECONDITION} while it has members. */
    CompletableFuture<Void> deleteGroup(GroupName group);

    /**
     * First step of a shutdown: ends all waits, and refuses new ones, with {@link BrokerException.Code#UNAVAILABLE}.
     * Appends, and reads that need not wait, go on. Idempotent.
     */
    void drain();

    /** Drains, and frees what the broker holds; not what it was given. Idempotent. */
    @Override
    void close();
}
