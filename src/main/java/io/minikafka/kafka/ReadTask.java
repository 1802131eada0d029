package io.minikafka.kafka;

import io.minikafka.kafka.LogOffsets.Range;
import io.minikafka.store.OffsetOutOfRangeException;
import io.minikafka.store.TopicPartition;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a reader does for one read, on a thread that may block.
 *
 * <p>Kafka's consumer cannot say "there is nothing": it knows only what has arrived so far. So where nothing has, the
 * cluster is asked where the log ends, and what lies before is waited for.
 */
final class ReadTask {
    private static final Logger log = LoggerFactory.getLogger(KafkaBroker.class);

    private final PendingRead read;
    private final PartitionReader reader;
    private final KafkaTopics topics;
    private final Duration patience;
    private final BooleanSupplier mayWait;

    /**
     * @param patience how long Kafka may take to send what is there
     * @param mayWait false from some time on, when waits end that nobody ends
     */
    ReadTask(PendingRead read, PartitionReader reader, KafkaTopics topics, Duration patience, BooleanSupplier mayWait) {
        this.read = read;
        this.reader = reader;
        this.topics = topics;
        this.patience = patience;
        this.mayWait = mayWait;
    }

    /**
     * Reads up to the limits, or waits for the first message.
     *
     * @param readable the log end as far as it is known to be; the reader's position when it is not
     */
    MessageBatch run(long readable) {
        fetchUpTo(readable);
        if (!reader.holdsMessages()) {
            await();
        }
        if (!reader.holdsMessages()) {
            Range range = range();
            reader.learn(range);
            fetchUpTo(range.end());
        }
        MessageBatch batch = new MessageBatch(read.limits());
        reader.giveTo(batch);
        if (batch.isEmpty()) {
            reader.passOver();
        } else {
            fill(batch);
        }
        return batch;
    }

    /** Until there are messages, or it is certain that there are none before this offset. */
    private void fetchUpTo(long end) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!reader.holdsMessages() && reader.position() < end) {
            long rest = deadline - System.nanoTime();
            if (rest <= 0) {
                throw new TimeoutException("no message of " + read.partition() + " came from offset "
                        + reader.position() + " within " + patience);
            }
            poll(Duration.ofNanos(rest));
        }
    }

    private void await() {
        read.waiting(true);
        do {
            // Asked after telling that it waits: whoever forbids it looks for those who do.
            poll(mayWait.getAsBoolean() ? read.rest() : Duration.ZERO);
        } while (!reader.holdsMessages()
                && mayWait.getAsBoolean()
                && !read.rest().isZero());
        read.waiting(false);
    }

    /** With what has arrived already. */
    private void fill(MessageBatch batch) {
        while (!batch.isFull() && !reader.holdsMessages()) {
            try {
                reader.poll(Duration.ZERO);
            } catch (RuntimeException e) {
                // The read has its messages; whoever reads on from here meets this again.
                log.debug("Reading ahead in {} ended", read.partition(), e);
                return;
            }
            if (!reader.holdsMessages()) {
                return;
            }
            reader.giveTo(batch);
        }
    }

    private void poll(Duration wait) {
        try {
            reader.poll(wait);
            read.passOver(reader);
        } catch (org.apache.kafka.clients.consumer.OffsetOutOfRangeException e) {
            relocate();
        }
    }

    /** Retention was faster than the reader, or the topic is another one. */
    private void relocate() {
        TopicPartition partition = read.partition();
        if (!join(topics.refresh(partition.topic())).id().equals(read.topicId())) {
            throw TopicFailures.deleted(partition.topic());
        }
        Range range = range();
        reader.learn(range);
        long position = reader.position();
        if (position > range.end()) {
            throw new OffsetOutOfRangeException(partition, position, range.start(), range.end());
        }
        if (position < range.start()) {
            read.skip(range.start() - position);
            reader.moveTo(range.start());
        }
    }

    private Range range() {
        return join(topics.offsets().range(read.partition()));
    }

    private static <T> T join(CompletableFuture<T> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw KafkaFailures.translate(e);
        }
    }
}
