package io.minikafka.kafka.export;

import io.minikafka.store.StoredMessage;
import io.minikafka.store.TopicName;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Appends messages to Kafka, each partition's in order, and sees to it that each gets the offset it should. The first
 * failure is the end: the producer sends nothing more, so that nothing is appended behind what is missing. Safe for use by
 * many threads, a partition by one.
 */
final class TargetWriter implements AutoCloseable {
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(30);
    /** What the producer may take beyond its delivery timeout, for the last requests' answers. */
    private static final Duration LATENESS = Duration.ofSeconds(10);

    private static final long RAISE_PATIENCE_NANOS = Duration.ofSeconds(30).toNanos();
    private static final long RAISE_PAUSE_NANOS = Duration.ofMillis(200).toNanos();

    private final Producer<byte[], byte[]> producer;
    private final long producerLimit;
    private final TargetTopics topics;
    private final ExportProgress progress;
    private final Map<String, Integer> limits = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable ExportException> failure = new AtomicReference<>();
    private final Duration patience;
    private volatile @Nullable TopicPartition latest;

    /** @param limits {@code max.message.bytes} of each topic that is written to */
    TargetWriter(KafkaConnection kafka, TargetTopics topics, Map<TopicName, Integer> limits, ExportProgress progress) {
        limits.forEach((topic, limit) -> this.limits.put(topic.value(), limit));
        int least = limits.values().stream().mapToInt(Integer::intValue).min().orElse(Integer.MAX_VALUE);
        this.producer = kafka.producer(least);
        this.producerLimit = kafka.producerLimit();
        this.patience = kafka.deliveryTimeout().plus(LATENESS);
        this.topics = topics;
        this.progress = progress;
    }

    /**
     * Sends the message, when the buffer has room; it is there after the next {@link #flush}.
     *
     * @param offset the one it must get
     * @throws ExportException when sending this or an earlier message has failed
     */
    void send(TopicPartition partition, long offset, StoredMessage message) {
        check();
        latest = partition;
        long bytes = TargetRecords.bytes(message);
        if (bytes > limits.getOrDefault(partition.topic(), Integer.MAX_VALUE)) {
            sendLarge(partition, offset, message, bytes);
            return;
        }
        try {
            producer.send(
                    TargetRecords.of(partition, message),
                    (stored, failed) -> settled(partition, offset, message, stored, failed));
        } catch (RuntimeException e) {
            fail(KafkaErrors.failure("append to " + partition, e));
            check();
        }
    }

    private void settled(
            TopicPartition partition,
            long offset,
            StoredMessage message,
            @Nullable RecordMetadata stored,
            @Nullable Exception failed) {
        if (failed != null) {
            fail(failure(partition, message, failed));
        } else if (stored != null && stored.offset() != offset) {
            fail(new ExportException("Somebody else writes to " + partition + " in Kafka: a message got the offset "
                    + stored.offset() + " instead of " + offset
                    + "; stop the other, delete the topic there and start again"));
        }
    }

    private ExportException failure(TopicPartition partition, StoredMessage message, Exception failed) {
        if (failed instanceof RecordTooLargeException) {
            return new ExportException(
                    "The message at offset " + message.offset() + " of " + partition + " has about "
                            + TargetRecords.bytes(message) + " bytes; Kafka takes at most "
                            + Math.min(producerLimit, limits.getOrDefault(partition.topic(), Integer.MAX_VALUE))
                            + " (the topic's max.message.bytes, and max.request.size and buffer.memory of the settings)",
                    failed);
        }
        return KafkaErrors.failure("append to " + partition, failed);
    }

    private void fail(ExportException reason) {
        if (failure.compareAndSet(null, reason)) {
            producer.close(Duration.ZERO);
        }
    }

    private void check() {
        ExportException reason = failure.get();
        if (reason != null) {
            throw reason;
        }
    }

    /** Larger than the topic allows: raises the topic's limit, and goes on when all brokers have heard of it. */
    private void sendLarge(TopicPartition partition, long offset, StoredMessage message, long bytes) {
        if (bytes > producerLimit) {
            fail(failure(partition, message, new RecordTooLargeException()));
            check();
        }
        flush();
        try {
            raise(partition.topic(), Math.toIntExact(bytes));
        } catch (ExportException e) {
            fail(new ExportException(
                    "The message at offset " + message.offset() + " of " + partition + " has about " + bytes
                            + " bytes, more than the topic's max.message.bytes. " + e.getMessage(),
                    e));
            check();
        }
        long started = System.nanoTime();
        while (true) {
            try {
                Future<RecordMetadata> sent = producer.send(TargetRecords.of(partition, message));
                RecordMetadata stored = within(sent::get);
                settled(partition, offset, message, stored, null);
                check();
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ExportException("The export was interrupted", e);
            } catch (Exception e) {
                check();
                Throwable cause = e.getCause();
                boolean notYet =
                        cause instanceof RecordTooLargeException && System.nanoTime() - started < RAISE_PATIENCE_NANOS;
                if (!notYet) {
                    fail(failure(partition, message, cause instanceof Exception known ? known : e));
                    check();
                }
                LockSupport.parkNanos(RAISE_PAUSE_NANOS);
            }
        }
    }

    private synchronized void raise(String topic, int bytes) {
        if (bytes > limits.getOrDefault(topic, Integer.MAX_VALUE)) {
            topics.setMaxMessageBytes(TopicName.of(topic), bytes);
            limits.put(topic, bytes);
            progress.note("Raised max.message.bytes of the topic '" + topic + "' in Kafka to " + bytes);
        }
    }

    /**
     * Waits until everything sent before is in Kafka.
     *
     * @throws ExportException when something is not
     */
    void flush() {
        check();
        try {
            within(() -> {
                producer.flush();
                return null;
            });
        } catch (Exception e) {
            fail(KafkaErrors.failure("append", e));
        }
        check();
    }

    /**
     * Waits for the producer, which has timeouts of its own, but looks at none of them while it lacks its identifier: a
     * cluster that goes away before it has told that would be waited for without end.
     */
    private <T> T within(Callable<T> wait) throws Exception {
        CompletableFuture<Void> over =
                new CompletableFuture<Void>().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
        @SuppressWarnings("unused") // Closing the producer ends the wait.
        var giveUp = over.whenCompleteAsync((done, late) -> {
            if (late != null) {
                fail(KafkaErrors.failure("append to " + latest, new TimeoutException("No answer for " + patience)));
            }
        });
        try {
            return wait.call();
        } finally {
            over.complete(null);
        }
    }

    /** Lets what was sent arrive, unless something has failed. */
    @Override
    public void close() {
        producer.close(failure.get() == null ? CLOSE_PATIENCE : Duration.ZERO);
    }
}
