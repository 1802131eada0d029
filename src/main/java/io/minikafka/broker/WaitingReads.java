package io.minikafka.broker;

import io.minikafka.broker.BrokerException.Code;
import io.minikafka.store.MessageStore;
import io.minikafka.store.ReadResult;
import io.minikafka.store.StoreListener;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Reads that found nothing and wait for an append.
 *
 * <p>An append to a partition costs one look into a map, and one hand-over to another thread when somebody waits there,
 * no matter how many: the appending thread never runs what a reader does with its messages. So a slow reader holds up
 * no append, a reader that appends causes no recursion, and while readers are being served further appends gather for
 * their next read. Safe for use by many threads.
 */
final class WaitingReads implements StoreListener {
    /** From here on a wait needs no timer. */
    private static final Duration CENTURY = Duration.ofDays(36_525);

    private final ConcurrentHashMap<TopicPartition, Group> groups = new ConcurrentHashMap<>();
    private final MessageStore store;
    private final ScheduledExecutorService timer;
    private final ThreadPoolExecutor wakeups;
    private volatile boolean draining;

    WaitingReads(MessageStore store, ScheduledExecutorService timer) {
        this.store = store;
        this.timer = timer;
        wakeups =
                Workers.named("minikafka-wake", Math.max(2, Runtime.getRuntime().availableProcessors()));
        // After close() nobody waits any more, so what an append would wake is already done.
        wakeups.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    /**
     * Repeats the read after appends until it returns messages, and a last time when {@code maxWait} is over. The
     * future completes on a thread of this class, or on the caller's before this returns.
     */
    CompletableFuture<ReadResult> await(TopicPartition partition, Supplier<ReadResult> read, Duration maxWait) {
        Wait wait = new Wait(partition, read);
        wait.proceed();
        if (!wait.isDone() && maxWait.compareTo(CENTURY) < 0) {
            wait.endAfter(maxWait);
        }
        return wait;
    }

    @Override
    public void appended(TopicPartition partition, long logEndOffset) {
        Group group = groups.get(partition);
        if (group != null && group.woken.compareAndSet(false, true)) {
            wakeups.execute(() -> wake(partition, group));
        }
    }

    private void wake(TopicPartition partition, Group group) {
        // Out of the map, the group does not change any more; those who go on waiting form the next one.
        groups.remove(partition, group);
        group.members.forEach(Wait::proceed);
    }

    @Override
    public void topicDeleted(TopicName topic) {
        wakeups.execute(() -> groups.keySet().stream()
                .filter(partition -> partition.topic().equals(topic))
                .forEach(partition -> end(
                        partition,
                        new BrokerException(Code.UNKNOWN_TOPIC, "The topic '" + topic + "' has been deleted"))));
    }

    /** Ends all waits, and from now on every new one, as unavailable. */
    void drain() {
        draining = true;
        groups.keySet().forEach(partition -> end(partition, shuttingDown()));
    }

    void close() {
        drain();
        wakeups.shutdown();
    }

    private void end(TopicPartition partition, BrokerException reason) {
        Group group = groups.remove(partition);
        if (group != null) {
            group.members.forEach(wait -> wait.completeExceptionally(reason));
        }
    }

    private static BrokerException shuttingDown() {
        return new BrokerException(Code.UNAVAILABLE, "The server is shutting down");
    }

    /** Those who wait for one partition. Members come and go only inside the map's atomic methods. */
    private static final class Group {
        private final Set<Wait> members = new HashSet<>();
        private final AtomicBoolean woken = new AtomicBoolean();
    }

    /** One waiting read. */
    private final class Wait extends CompletableFuture<ReadResult> {
        private final TopicPartition partition;
        private final Supplier<ReadResult> read;

        Wait(TopicPartition partition, Supplier<ReadResult> read) {
            this.partition = partition;
            this.read = read;
            // However it ends, by cancellation too, nothing may keep it.
            whenComplete((result, failure) -> leaveGroup());
        }

        /** Ends with messages or a failure, or is in the group that the next append wakes. */
        void proceed() {
            try {
                while (!isDone()) {
                    ReadResult result = read.get();
                    if (!result.messages().isEmpty()) {
                        complete(result);
                        return;
                    }
                    joinGroup();
                    if (draining) {
                        completeExceptionally(shuttingDown());
                    }
                    // An append between the read and the joining has woken nobody; then read again. Different rather
                    // than greater, because the topic may have been deleted and created again.
                    if (store.logEndOffset(partition) == result.logEndOffset()) {
                        break;
                    }
                }
            } catch (RuntimeException e) {
                completeExceptionally(StoreFailures.translate(e));
            }
            if (isDone()) {
                leaveGroup();
            }
        }

        void endAfter(Duration maxWait) {
            try {
                ScheduledFuture<?> timeout = timer.schedule(
                        () -> wakeups.execute(this::readLastTime), maxWait.toNanos(), TimeUnit.NANOSECONDS);
                whenComplete((result, failure) -> timeout.cancel(false));
            } catch (RuntimeException e) {
                completeExceptionally(StoreFailures.translate(e));
            }
        }

        private void readLastTime() {
            try {
                complete(read.get());
            } catch (RuntimeException e) {
                completeExceptionally(StoreFailures.translate(e));
            }
        }

        private void joinGroup() {
            groups.compute(partition, (key, group) -> {
                Group joined = group == null ? new Group() : group;
                joined.members.add(this);
                return joined;
            });
        }

        private void leaveGroup() {
            groups.computeIfPresent(partition, (key, group) -> {
                group.members.remove(this);
                return group.members.isEmpty() ? null : group;
            });
        }
    }
}
