package io.minikafka.broker;

import io.minikafka.broker.BrokerException.Code;
import io.minikafka.group.Group;
import io.minikafka.group.GroupDescription;
import io.minikafka.group.GroupName;
import io.minikafka.group.MemberSpec;
import io.minikafka.group.OffsetCommit;
import io.minikafka.group.OffsetLog;
import io.minikafka.group.PartitionOffsets;
import io.minikafka.store.MessageStore;
import io.minikafka.store.OffsetOutOfRangeException;
import io.minikafka.store.StoreListener;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.UnknownPartitionException;
import io.minikafka.store.UnknownTopicException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The consumer groups over a store of this process. Joining, leaving and administration happen on one thread, one after
 * the other; delivering and acknowledging on the callers'. Safe for use by many threads.
 */
final class LocalGroups implements StoreListener {
    private static final Logger log = LoggerFactory.getLogger(LocalBroker.class);

    private final MessageStore store;
    private final OffsetLog offsets;
    private final GroupOptions options;
    private final ScheduledExecutorService timer;
    private final Executor wakeups;
    private final WaitLimit waitLimit;
    private final TaskThread membership = new TaskThread("minikafka-groups");
    private final AppendWatch<MemberReader.Watcher> watch;
    private final ConcurrentHashMap<GroupName, LiveGroup> groups = new ConcurrentHashMap<>();
    private final UnusedGroups unused;
    private final SkipReport skipReport = new SkipReport(System::nanoTime);
    private final AtomicLong lastMemberId = new AtomicLong();
    private volatile boolean draining;

    LocalGroups(
            MessageStore store,
            OffsetLog offsets,
            GroupOptions options,
            ScheduledExecutorService timer,
            Executor wakeups,
            WaitLimit waitLimit) {
        this.store = store;
        this.offsets = offsets;
        this.options = options;
        this.timer = timer;
        this.wakeups = wakeups;
        this.waitLimit = waitLimit;
        this.watch = new AppendWatch<>(wakeups, MemberReader.Watcher::wake);
        this.unused = new UnusedGroups(options.retention(), this::after, this::forget);
        recover();
    }

    private void recover() {
        List<OffsetCommit> orphans = new ArrayList<>();
        offsets.recovered().forEach((name, committed) -> {
            Map<TopicPartition, Long> known = new HashMap<>();
            committed.forEach((partition, offset) -> {
                if (partitions(partition.topic()) > partition.partition()) {
                    known.put(partition, offset);
                } else {
                    // The topic went just before the server did. If it comes again it is another one.
                    orphans.add(new OffsetCommit(name, partition, OffsetCommit.NONE));
                }
            });
            if (!known.isEmpty()) {
                groups.put(name, newGroup(name, known));
                unused.add(name);
            }
        });
        if (!orphans.isEmpty()) {
            var done = offsets.append(orphans);
            offsets.flush();
        }
    }

    private LiveGroup newGroup(GroupName name, Map<TopicPartition, Long> committed) {
        Group group = new Group(name, new StoreOffsets(store), options.rebalanceTimeout(), committed);
        return new LiveGroup(group, offsets, this::after, skipReport);
    }

    private Future<?> after(long nanos, Runnable task) {
        return timer.schedule(() -> membership.execute(task), nanos, TimeUnit.NANOSECONDS);
    }

    // Members

    CompletableFuture<GroupMember> join(GroupName name, MemberSpec spec, GroupListener listener) {
        return membership.call(() -> {
            if (draining) {
                throw StoreFailures.shuttingDown();
            }
            LiveGroup group = groups.computeIfAbsent(name, key -> newGroup(key, Map.of()));
            LocalGroupMember handle = new LocalGroupMember(this, group, spec, listener, store, watch);
            join(handle);
            return handle;
        });
    }

    private void join(LocalGroupMember handle) {
        unused.remove(handle.group().name());
        MemberSpec spec = handle.spec();
        handle.joined(
                handle.group().join(lastMemberId.incrementAndGet(), spec, () -> partitions(spec.topics()), handle));
    }

    /** A member that was evicted is back. */
    void joinAgain(LocalGroupMember handle) {
        membership.execute(() -> {
            if (!handle.hasLeft()) {
                // Its group may have been empty, and forgotten, meanwhile.
                groups.putIfAbsent(handle.group().name(), handle.group());
                join(handle);
                wake(handle::proceed);
            }
        });
    }

    CompletableFuture<Void> leave(LocalGroupMember handle) {
        return membership.call(() -> {
            handle.leaveGroup();
            LiveGroup group = handle.group();
            if (group.look(Group::isEmpty)) {
                groups.remove(group.name(), group);
            } else if (!group.look(Group::hasMembers)) {
                unused.add(group.name());
            }
            return null;
        });
    }

    private void forget(GroupName name) {
        LiveGroup group = groups.remove(name);
        if (group != null) {
            log.info(
                    "The consumer group '{}' had no members for {}: its offsets are forgotten",
                    name,
                    options.retention());
            var forgotten = group.change(Group::delete);
        }
    }

    // Administration

    CompletableFuture<List<GroupName>> names() {
        return membership.call(() -> groups.keySet().stream().sorted().toList());
    }

    CompletableFuture<GroupDescription> describe(GroupName name) {
        return membership.call(() -> existing(name).look(Group::describe));
    }

    CompletableFuture<GroupDescription> reset(GroupName name, OffsetReset reset) {
        return membership.call(() -> {
            int partitions = store.settings(reset.topic()).partitions();
            Set<Integer> chosen = reset.partitions();
            Map<TopicPartition, Long> targets = new HashMap<>();
            IntStream numbers = chosen.isEmpty()
                    ? IntStream.range(0, partitions)
                    : chosen.stream().mapToInt(Integer::intValue);
            numbers.forEach(number -> {
                TopicPartition partition = new TopicPartition(reset.topic(), number);
                if (number < 0 || number >= partitions) {
                    throw new UnknownPartitionException(partition, partitions);
                }
                targets.put(partition, target(partition, reset.to()));
            });
            LiveGroup group = groups.computeIfAbsent(name, key -> newGroup(key, Map.of()));
            await(group.change(changing -> targets.forEach(changing::reset)));
            if (!group.look(Group::hasMembers)) {
                unused.add(name);
            }
            return group.look(Group::describe);
        });
    }

    private long target(TopicPartition partition, Start to) {
        long logStart = store.logStartOffset(partition);
        long logEnd = store.logEndOffset(partition);
        if (to instanceof Start.AtOffset at) {
            if (at.offset() < logStart || at.offset() > logEnd) {
                throw new OffsetOutOfRangeException(partition, at.offset(), logStart, logEnd);
            }
            return at.offset();
        }
        if (to instanceof Start.AtTimestamp at) {
            return store.offsetAt(partition, at.timestamp());
        }
        return to instanceof Start.Earliest ? logStart : logEnd;
    }

    CompletableFuture<Void> delete(GroupName name) {
        return membership.call(() -> {
            LiveGroup group = existing(name);
            await(group.change(Group::delete));
            groups.remove(name, group);
            unused.remove(name);
            return null;
        });
    }

    private LiveGroup existing(GroupName name) {
        LiveGroup group = groups.get(name);
        if (group == null) {
            throw new BrokerException(Code.UNKNOWN_GROUP, "There is no consumer group '" + name + "'");
        }
        return group;
    }

    /** On the membership thread only, which nobody's messages wait for. */
    private static void await(CompletableFuture<Void> committed) {
        committed.join();
    }

    // Topics

    private int partitions(TopicName topic) {
        try {
            return store.settings(topic).partitions();
        } catch (UnknownTopicException e) {
            return 0;
        }
    }

    private Map<TopicName, Integer> partitions(Set<TopicName> topics) {
        Map<TopicName, Integer> counts = new HashMap<>();
        topics.forEach(topic -> counts.put(topic, partitions(topic)));
        return counts;
    }

    @Override
    public void appended(TopicPartition partition, long logEndOffset) {
        watch.appended(partition);
    }

    @Override
    public void topicChanged(TopicName topic) {
        groups.values().forEach(group -> {
            var done = group.change(changing -> changing.topicChanged(topic, partitions(topic), System.nanoTime()));
        });
    }

    /** At once, so that the offsets are gone before there can be another topic of that name. */
    @Override
    public void topicDeleted(TopicName topic) {
        groups.values().forEach(group -> {
            var done = group.change(changing -> changing.topicDeleted(topic, System.nanoTime()));
        });
    }

    // Threads

    WaitLimit waitLimit() {
        return waitLimit;
    }

    boolean isDraining() {
        return draining;
    }

    void wake(Runnable task) {
        wakeups.execute(task);
    }

    /** What members are told must come in order. */
    void inOrder(Runnable task) {
        try {
            membership.execute(task);
        } catch (RejectedExecutionException e) {
            log.debug("Closed: nobody is told any more", e);
        }
    }

    static <T> CompletableFuture<T> translated(CompletableFuture<T> future) {
        if (future.isDone() && !future.isCompletedExceptionally()) {
            return future;
        }
        // Not handle(), which would wrap the failure.
        CompletableFuture<T> translated = new CompletableFuture<>();
        future.whenComplete((value, failure) -> {
            if (failure == null) {
                translated.complete(value);
            } else {
                translated.completeExceptionally(StoreFailures.translate(failure));
            }
        });
        return translated;
    }

    /** Ends all waits, and from now on every new one, as unavailable. */
    void drain() {
        draining = true;
        groups.values().forEach(group -> group.handles().forEach(LocalGroupMember::proceed));
    }

    void close() {
        membership.shutdown();
    }

    /** A topic that has just been deleted has no messages. */
    private record StoreOffsets(MessageStore store) implements PartitionOffsets {
        @Override
        public long logStart(TopicPartition partition) {
            try {
                return store.logStartOffset(partition);
            } catch (UnknownTopicException | UnknownPartitionException e) {
                return 0;
            }
        }

        @Override
        public long logEnd(TopicPartition partition) {
            try {
                return store.logEndOffset(partition);
            } catch (UnknownTopicException | UnknownPartitionException e) {
                return 0;
            }
        }
    }
}
