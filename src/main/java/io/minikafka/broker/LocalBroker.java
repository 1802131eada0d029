package io.minikafka.broker;

import io.minikafka.broker.BrokerException.Code;
import io.minikafka.group.GroupDescription;
import io.minikafka.group.GroupName;
import io.minikafka.group.MemberSpec;
import io.minikafka.group.OffsetLog;
import io.minikafka.group.VolatileOffsetLog;
import io.minikafka.store.Message;
import io.minikafka.store.MessageStore;
import io.minikafka.store.ReadResult;
import io.minikafka.store.StoreListener;
import io.minikafka.store.TopicDescription;
import io.minikafka.store.TopicExistsException;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.TopicSettings;
import io.minikafka.store.UnknownTopicException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/**
 * The broker over a store of this process.
 *
 * <p>Threads: {@link #produce} appends on the caller's thread and completes as the store does; a {@link #fetch} that
 * need not wait is complete when it returns; waits end on threads of the broker's own, never on one that appends or on
 * the timer's, and on the caller's when the broker drains. Whatever changes or describes topics, which may wait for the disk, runs on another thread of the
 * broker's, one after the other. A caller's messages to a topic keep their order, also those that create it.
 */
public final class LocalBroker implements Broker {
    private final MessageStore store;
    private final BrokerOptions options;
    private final TaskThread administration = new TaskThread("minikafka-topics");
    private final TopicCreations creations = new TopicCreations(administration);
    private final RequestRotation rotation = new RequestRotation();
    private final PartitionChoice choice = new PartitionChoice(rotation);
    private final ThreadPoolExecutor wakeups =
            Workers.named("minikafka-wake", Math.max(2, Runtime.getRuntime().availableProcessors()));
    private final WaitingReads waitingReads;
    private final LocalGroups groups;

    /** With group offsets that end with the process, as fits a store in memory. */
    public LocalBroker(MessageStore store, BrokerOptions options, ScheduledExecutorService timer) {
        this(store, new VolatileOffsetLog(), options, timer);
    }

    /**
     * Closing the broker closes neither the store, nor the log, nor the timer.
     *
     * @param timer ends waits of limited length. Should forget what is cancelled
     *     ({@link java.util.concurrent.ScheduledThreadPoolExecutor#setRemoveOnCancelPolicy}), since nearly all of it is
     */
    public LocalBroker(MessageStore store, OffsetLog offsets, BrokerOptions options, ScheduledExecutorService timer) {
        this.store = store;
        this.options = options;
        // After close() nobody waits any more, so what an append would wake is already done.
        wakeups.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        WaitLimit waitLimit = new WaitLimit(timer, wakeups);
        waitingReads = new WaitingReads(store, waitLimit, wakeups);
        groups = new LocalGroups(store, offsets, options.groups(), timer, wakeups, waitLimit);
        store.addListener(waitingReads);
        store.addListener(groups);
        store.addListener(new StoreListener() {
            @Override
            public void topicDeleted(TopicName topic) {
                rotation.forget(topic);
            }
        });
    }

    @Override
    public CompletableFuture<ProduceResult> produce(
            TopicName topic, List<Message> messages, Placement placement, Runnable accepted) {
        if (messages.isEmpty()) {
            return CompletableFuture.failedFuture(new BrokerException(
                    Code.INVALID_ARGUMENT, "The number of messages to produce is 0; accepted is 1 or more"));
        }
        try {
            if (!creations.isIdle()) {
                ProduceInTurn turn = new ProduceInTurn(topic, messages, placement);
                if (creations.joinLine(topic, turn)) {
                    return turn.result;
                }
            }
            return append(topic, messages, placement);
        } catch (UnknownTopicException e) {
            return options.autoCreateTopics() ? createAndAppend(topic, messages, placement) : failed(e);
        } catch (RuntimeException e) {
            return failed(e);
        }
    }

    private CompletableFuture<ProduceResult> append(TopicName topic, List<Message> messages, Placement placement) {
        int partitions = store.settings(topic).partitions();
        if (partitions == 1 && !(placement instanceof Placement.Explicit)) {
            return Appends.toOne(store, new TopicPartition(topic, 0), messages);
        }
        return Appends.toEach(store, topic, messages, choice.choose(topic, messages, placement, partitions));
    }

    private CompletableFuture<ProduceResult> createAndAppend(
            TopicName topic, List<Message> messages, Placement placement) {
        TopicSettings settings =
                placement instanceof Placement.Sole ? options.defaults().withPartitions(1) : options.defaults();
        ProduceInTurn turn = new ProduceInTurn(topic, messages, placement);
        try {
            creations.create(topic, () -> createUnlessExists(topic, settings), turn);
            return turn.result;
        } catch (RuntimeException e) {
            return failed(e);
        }
    }

    private void createUnlessExists(TopicName topic, TopicSettings settings) {
        try {
            store.createTopic(topic, settings);
        } catch (TopicExistsException e) {
            // Somebody else was faster, which serves as well.
        }
    }

    @Override
    public CompletableFuture<ReadResult> fetch(
            TopicPartition partition, Start start, FetchLimits limits, Duration maxWait) {
        try {
            ReadResult result = Reads.from(store, partition, start, limits);
            if (!result.messages().isEmpty() || maxWait.isZero() || maxWait.isNegative()) {
                return CompletableFuture.completedFuture(result);
            }
            // "From now on" must not move while waiting.
            Start fixed = start instanceof Start.Latest ? new Start.AtOffset(result.nextOffset()) : start;
            return waitingReads.await(partition, () -> Reads.from(store, partition, fixed, limits), maxWait);
        } catch (RuntimeException e) {
            return failed(e);
        }
    }

    @Override
    public CompletableFuture<Integer> partitionCount(TopicName topic) {
        try {
            return CompletableFuture.completedFuture(store.settings(topic).partitions());
        } catch (RuntimeException e) {
            return failed(e);
        }
    }

    @Override
    public CompletableFuture<TopicDescription> createTopic(TopicName topic, SettingsChange settings) {
        return administration.call(() -> {
            store.createTopic(topic, settings.applyTo(options.defaults()));
            return store.describe(topic);
        });
    }

    @Override
    public CompletableFuture<TopicDescription> updateTopic(TopicName topic, SettingsChange settings) {
        // Reading and replacing the settings is one step, since administration is one thread.
        return administration.call(() -> {
            store.updateTopic(topic, settings.applyTo(store.settings(topic)));
            return store.describe(topic);
        });
    }

    @Override
    public CompletableFuture<Void> deleteTopic(TopicName topic) {
        return administration.call(() -> {
            store.deleteTopic(topic);
            return null;
        });
    }

    @Override
    public CompletableFuture<List<TopicName>> topics() {
        return administration.call(store::topics);
    }

    @Override
    public CompletableFuture<TopicDescription> describeTopic(TopicName topic) {
        return administration.call(() -> store.describe(topic));
    }

    @Override
    public CompletableFuture<GroupMember> joinGroup(GroupName group, MemberSpec member, GroupListener listener) {
        return groups.join(group, member, listener);
    }

    @Override
    public CompletableFuture<List<GroupName>> groups() {
        return groups.names();
    }

    @Override
    public CompletableFuture<GroupDescription> describeGroup(GroupName group) {
        return groups.describe(group);
    }

    @Override
    public CompletableFuture<GroupDescription> resetOffsets(GroupName group, OffsetReset reset) {
        return groups.reset(group, reset);
    }

    @Override
    public CompletableFuture<Void> deleteGroup(GroupName group) {
        return groups.delete(group);
    }

    @Override
    public void drain() {
        waitingReads.drain();
        groups.drain();
    }

    @Override
    public void close() {
        drain();
        groups.close();
        wakeups.shutdown();
        administration.shutdown();
    }

    private static <T> CompletableFuture<T> failed(RuntimeException e) {
        return CompletableFuture.failedFuture(StoreFailures.translate(e));
    }

    /** A request whose topic is being created. */
    private final class ProduceInTurn implements TopicCreations.Waiting {
        private final TopicName topic;
        private final List<Message> messages;
        private final Placement placement;
        private final CompletableFuture<ProduceResult> result = new CompletableFuture<>();

        ProduceInTurn(TopicName topic, List<Message> messages, Placement placement) {
            this.topic = topic;
            this.messages = messages;
            this.placement = placement;
        }

        @Override
        public void accept(@Nullable RuntimeException failure) {
            if (failure != null) {
                result.completeExceptionally(StoreFailures.translate(failure));
                return;
            }
            try {
                append(topic, messages, placement).whenComplete((appended, e) -> {
                    if (e == null) {
                        result.complete(appended);
                    } else {
                        result.completeExceptionally(e);
                    }
                });
            } catch (RuntimeException e) {
                result.completeExceptionally(StoreFailures.translate(e));
            }
        }
    }
}
