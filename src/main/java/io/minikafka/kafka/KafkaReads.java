package io.minikafka.kafka;

import io.minikafka.broker.BrokerException;
import io.minikafka.broker.BrokerException.Code;
import io.minikafka.broker.FetchLimits;
import io.minikafka.broker.Start;
import io.minikafka.broker.StoreFailures;
import io.minikafka.kafka.LogOffsets.Range;
import io.minikafka.kafka.TopicCache.KnownTopic;
import io.minikafka.store.OffsetOutOfRangeException;
import io.minikafka.store.ReadResult;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.UnknownPartitionException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reading without a group. Nothing blocks; failures are a broker's. Safe for use by many threads.
 *
 * <p>A reader that has served a read waits a while for the one that goes on where it is: that one finds a connected
 * consumer, often with the messages already here, and is served on the caller's thread then. Others first ask the
 * cluster where the log starts and ends, which needs no consumer, and need one only for messages or for waiting.
 */
final class KafkaReads {
    private static final Logger log = LoggerFactory.getLogger(KafkaBroker.class);

    /** When a read that lasts is first checked for whether its topic is still there, and how often then. */
    private static final Duration FIRST_CHECK = Duration.ofSeconds(1);

    private static final Duration CHECK = Duration.ofSeconds(5);
    private static final Duration SWEEP = Duration.ofSeconds(10);

    private final KafkaTopics topics;
    private final PartitionReaders readers;
    private final Executor threads;
    private final ScheduledExecutorService timer;
    private final Duration patience;
    private final int maxReaders;
    private final Semaphore permits;
    private final IdleReaders idle = new IdleReaders(System::nanoTime);
    private final ToldOffsets told = new ToldOffsets();
    private final Set<PendingRead> pending = ConcurrentHashMap.newKeySet();
    private final ScheduledFuture<?> sweep;
    private volatile boolean draining;
    private volatile boolean closed;

    KafkaReads(KafkaClients clients, KafkaTopics topics, Executor threads, ScheduledExecutorService timer) {
        this.topics = topics;
        this.threads = threads;
        this.timer = timer;
        readers = new PartitionReaders(clients);
        patience = clients.settings().requestTimeout();
        maxReaders = clients.settings().maxReaders();
        permits = new Semaphore(maxReaders);
        sweep = timer.scheduleWithFixedDelay(
                () -> closeLater(idle.takeExpired()), SWEEP.toMillis(), SWEEP.toMillis(), TimeUnit.MILLISECONDS);
    }

    CompletableFuture<ReadResult> fetch(TopicPartition partition, Start start, FetchLimits limits, Duration maxWait) {
        PendingRead read = new PendingRead(partition, start, limits, maxWait);
        pending.add(read);
        read.whenComplete((result, failure) -> pending.remove(read));
        if (closed) {
            read.fail(StoreFailures.shuttingDown());
        } else {
            then(read, topics.find(partition.topic()), known -> checkPartition(read, known));
        }
        return read;
    }

    /** Goes on with the answer, unless there is none or nobody waits for it any more. */
    private static <T> void then(PendingRead read, CompletableFuture<T> answer, Consumer<T> next) {
        answer.whenComplete((value, failure) -> {
            if (failure != null) {
                read.fail(failure);
            } else if (!read.isDone()) {
                guarded(read, () -> next.accept(value));
            }
        });
    }

    private static void guarded(PendingRead read, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            read.fail(e);
        }
    }

    private void checkPartition(PendingRead read, KnownTopic known) {
        if (has(known, read.partition())) {
            begin(read, known);
            return;
        }
        // It may have grown meanwhile.
        then(read, topics.refresh(read.partition().topic()), now -> {
            if (!has(now, read.partition())) {
                throw new UnknownPartitionException(read.partition(), now.partitions());
            }
            begin(read, now);
        });
    }

    private static boolean has(KnownTopic topic, TopicPartition partition) {
        return partition.partition() >= 0 && partition.partition() < topic.partitions();
    }

    private void begin(PendingRead read, KnownTopic topic) {
        read.found(topic.id());
        PartitionReader reader = read.start() instanceof Start.AtOffset at ? idleAt(read, at.offset()) : null;
        if (reader != null && reader.holdsMessages()) {
            serve(read, reader);
            return;
        }
        checkAgain(read);
        if (reader != null) {
            readOn(read, reader, reader.position());
            return;
        }
        TopicPartition partition = read.partition();
        CompletableFuture<Range> range = topics.offsets().range(partition);
        if (read.start() instanceof Start.AtTimestamp at) {
            var found = topics.offsets().atTimestamp(List.of(partition), at.timestamp());
            then(
                    read,
                    range.thenCombine(
                            found,
                            (limits, first) -> Located.of(
                                    read.start(),
                                    limits,
                                    Objects.requireNonNull(first.get(partition)).offset())),
                    located -> locate(read, located));
        } else {
            then(read, range, limits -> locate(read, Located.of(read.start(), limits, -1)));
        }
    }

    private record Located(Range range, long offset) {
        static Located of(Start start, Range range, long atTimestamp) {
            return new Located(range, LogOffsets.offset(start, range, atTimestamp));
        }
    }

    /** A reader to go on with, unless retention has passed it. */
    private @Nullable PartitionReader idleAt(PendingRead read, long offset) {
        PartitionReader reader = idle.take(read.partition(), read.topicId(), offset);
        if (reader != null && tell(read, reader.range()).start() > offset) {
            closeLater(List.of(reader));
            return null;
        }
        return reader;
    }

    private void locate(PendingRead read, Located located) {
        Range range = located.range();
        if (located.offset() < 0 || located.offset() > range.end()) {
            throw new OffsetOutOfRangeException(read.partition(), located.offset(), range.start(), range.end());
        }
        long offset = Math.max(located.offset(), range.start());
        read.skip(offset - located.offset());
        if (offset == range.end() && !(read.isPatient() && mayWait())) {
            finish(read, new MessageBatch(read.limits()), offset, range);
            return;
        }
        PartitionReader reader = idleAt(read, offset);
        if (reader != null) {
            reader.learn(range);
            read.passOver(reader);
            if (reader.holdsMessages()) {
                serve(read, reader);
            } else {
                readOn(read, reader, range.end());
            }
        } else {
            work(read, () -> readers.open(read.partition(), read.topicId(), offset, range), range.end());
        }
    }

    private void readOn(PendingRead read, PartitionReader reader, long readable) {
        try {
            work(read, () -> reader, readable);
        } catch (RuntimeException e) {
            release(reader);
            throw e;
        }
    }

    /** From what has arrived already. */
    private void serve(PendingRead read, PartitionReader reader) {
        MessageBatch batch = new MessageBatch(read.limits());
        reader.giveTo(batch);
        long next = reader.nextOffset();
        Range range = reader.range();
        release(reader);
        finish(read, batch, next, range);
    }

    // With a reader, on a thread of its own

    private void work(PendingRead read, Supplier<PartitionReader> source, long readable) {
        if (!permits.tryAcquire()) {
            throw new BrokerException(
                    Code.RESOURCE_EXHAUSTED,
                    "There are " + maxReaders + " reads without a group under way; the limit is " + maxReaders
                            + " (minikafka.kafka.max-readers)");
        }
        try {
            threads.execute(() -> run(read, source, readable));
        } catch (RejectedExecutionException e) {
            permits.release();
            throw e;
        }
    }

    private void run(PendingRead read, Supplier<PartitionReader> source, long readable) {
        Runnable end;
        try {
            closeAll(idle.trim(permits.availablePermits()));
            end = run(read, source.get(), readable);
        } catch (RuntimeException | Error e) {
            end = () -> read.fail(e);
        }
        // Before the read ends: whoever goes on at once needs it.
        permits.release();
        end.run();
    }

    /** What is left to do when the reader is free. */
    private Runnable run(PendingRead read, PartitionReader reader, long readable) {
        if (!read.attach(reader)) {
            release(reader);
            return () -> {};
        }
        MessageBatch batch;
        try {
            batch = new ReadTask(read, reader, topics, patience, this::mayWait).run(readable);
        } catch (RuntimeException | Error e) {
            read.detach();
            closeAll(List.of(reader));
            throw e;
        }
        long next = reader.nextOffset();
        Range range = reader.range();
        if (read.detach()) {
            release(reader);
        } else {
            closeAll(List.of(reader));
        }
        return () -> finish(read, batch, next, range);
    }

    private void finish(PendingRead read, MessageBatch batch, long next, Range known) {
        if (batch.isEmpty() && read.isPatient() && !mayWait()) {
            read.fail(StoreFailures.shuttingDown());
            return;
        }
        Range range = tell(read, known);
        read.complete(new ReadResult(batch.messages(), next, range.start(), range.end(), read.skipped()));
    }

    private Range tell(PendingRead read, Range known) {
        return told.tell(read.partition(), read.topicId(), known);
    }

    private boolean mayWait() {
        return !draining;
    }

    /** Ends a read whose topic has gone, or is a new one, or that nobody can serve because Kafka is away. */
    private void checkAgain(PendingRead read) {
        TopicName topic = read.partition().topic();
        ScheduledFuture<?> checks = timer.scheduleWithFixedDelay(
                () -> topics.refresh(topic).whenComplete((now, failure) -> {
                    BrokerException reason = failure == null ? null : KafkaFailures.translate(failure);
                    if (reason == null ? !now.id().equals(read.topicId()) : reason.code() == Code.UNKNOWN_TOPIC) {
                        read.fail(TopicFailures.deleted(topic));
                    } else if (reason != null) {
                        read.fail(reason);
                    }
                }),
                FIRST_CHECK.toMillis(),
                CHECK.toMillis(),
                TimeUnit.MILLISECONDS);
        read.whenComplete((result, failure) -> checks.cancel(false));
    }

    // Readers that nobody needs

    private void release(PartitionReader reader) {
        // At least this one, whose permit comes back only now.
        closeLater(idle.put(reader, Math.max(1, permits.availablePermits())));
        if (closed) {
            closeLater(idle.trim(0));
        }
    }

    private void closeLater(List<PartitionReader> out) {
        if (out.isEmpty()) {
            return;
        }
        try {
            threads.execute(() -> closeAll(out));
        } catch (RejectedExecutionException e) {
            closeAll(out);
        }
    }

    private static void closeAll(List<PartitionReader> out) {
        for (PartitionReader reader : out) {
            try {
                reader.close();
            } catch (RuntimeException e) {
                log.debug("A reader of {} did not close in peace", reader.partition(), e);
            }
        }
    }

    /** Ends the waits for this topic, which has just been deleted. */
    void deleted(TopicName topic) {
        for (PendingRead read : pending) {
            if (read.partition().topic().equals(topic)) {
                read.fail(TopicFailures.deleted(topic));
            }
        }
        closeLater(idle.takeAll(topic));
        told.forget(topic);
    }

    /** Ends all waits, and refuses new ones. */
    void drain() {
        draining = true;
        for (PendingRead read : pending) {
            if (read.isWaiting()) {
                read.fail(StoreFailures.shuttingDown());
            }
        }
    }

    /** Closes the consumers; waits, at most the request timeout, for those that are reading. Idempotent. */
    void close() {
        closed = true;
        drain();
        pending.forEach(read -> read.fail(StoreFailures.shuttingDown()));
        sweep.cancel(false);
        try {
            if (permits.tryAcquire(maxReaders, patience.toNanos(), TimeUnit.NANOSECONDS)) {
                permits.release(maxReaders);
            } else {
                log.warn("Some reads from Kafka have not ended within {}", patience);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closeAll(idle.trim(0));
    }
}
