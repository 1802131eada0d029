package io.minikafka.broker;

import io.minikafka.broker.BrokerException.Code;
import io.minikafka.store.MessageStore;
import io.minikafka.store.ReadResult;
import io.minikafka.store.StoreListener;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Reads that found nothing and wait for an append. What a reader does with its messages never runs on a thread that
 * appends: so a slow reader holds up no append, a reader that appends causes no recursion, and while readers are being
 * served further appends gather for their next read. Safe for use by many threads.
 */
final class WaitingReads implements StoreListener {
    private final AppendWatch<Wait> watch;
    private final MessageStore store;
    private final WaitLimit waitLimit;
    private final Executor executor;
    private volatile boolean draining;

    WaitingReads(MessageStore store, WaitLimit waitLimit, Executor executor) {
        this.store = store;
        this.waitLimit = waitLimit;
        this.executor = executor;
        watch = new AppendWatch<>(executor, Wait::proceed);
    }

    /**
     * Repeats the read after appends until it returns messages, and a last time when {@code maxWait} is over. The
     * future completes on a thread of the executor, or on the caller's before this returns.
     */
    CompletableFuture<ReadResult> await(TopicPartition partition, Supplier<ReadResult> read, Duration maxWait) {
        Wait wait = new Wait(partition, read);
        wait.proceed();
        waitLimit.end(wait, maxWait, wait::readLastTime);
        return wait;
    }

    @Override
    public void appended(TopicPartition partition, long logEndOffset) {
        watch.appended(partition);
    }

    /** Ends those that wait now; who comes later may wait for another topic of that name. */
    @Override
    public void topicDeleted(TopicName topic) {
        List<Wait> ended = watch.partitionsOf(topic).stream()
                .flatMap(partition -> watch.removeAll(partition).stream())
                .toList();
        if (!ended.isEmpty()) {
            BrokerException reason =
                    new BrokerException(Code.UNKNOWN_TOPIC, "The topic '" + topic + "' has been deleted");
            executor.execute(() -> ended.forEach(wait -> wait.completeExceptionally(reason)));
        }
    }

    /** Ends all waits, and from now on every new one, as unavailable. */
    void drain() {
        draining = true;
        watch.partitions()
                .forEach(partition -> watch.removeAll(partition)
                        .forEach(wait -> wait.completeExceptionally(StoreFailures.shuttingDown())));
    }

    /** One waiting read. */
    private final class Wait extends CompletableFuture<ReadResult> {
        private final TopicPartition partition;
        private final Supplier<ReadResult> read;

        Wait(TopicPartition partition, Supplier<ReadResult> read) {
            this.partition = partition;
            this.read = read;
            // However it ends, by cancellation too, nothing may keep it.
            whenComplete((result, failure) -> watch.remove(partition, this));
        }

        /** Ends with messages or a failure, or is told of the next append. */
        void proceed() {
            try {
                while (!isDone()) {
                    ReadResult result = read.get();
                    if (!result.messages().isEmpty()) {
                        complete(result);
                        return;
                    }
                    watch.add(partition, this);
                    if (draining) {
                        completeExceptionally(StoreFailures.shuttingDown());
                    }
                    // An append between the read and the watching has woken nobody; then read again. Different rather
                    // than greater, because the topic may have been deleted and created again.
                    if (store.logEndOffset(partition) == result.logEndOffset()) {
                        break;
                    }
                }
            } catch (RuntimeException e) {
                completeExceptionally(StoreFailures.translate(e));
            }
            if (isDone()) {
                watch.remove(partition, this);
            }
        }

        private void readLastTime() {
            try {
                complete(read.get());
            } catch (RuntimeException e) {
                completeExceptionally(StoreFailures.translate(e));
            }
        }
    }
}
