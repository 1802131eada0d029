package io.minikafka.kafka;

import io.minikafka.broker.Placement;
import io.minikafka.broker.ProduceResult;
import io.minikafka.broker.ProduceResult.Run;
import io.minikafka.store.Durability;
import io.minikafka.store.Message;
import io.minikafka.store.TopicName;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One request's messages on their way into Kafka. Sent by one thread at a time, which may be another one each time;
 * completed by the producer's.
 */
final class KafkaAppend {
    private final TopicName topic;
    private final List<Message> messages;
    private final Placement placement;
    private final Runnable accepted;
    private final long createdNanos;
    private final CompletableFuture<ProduceResult> result = new CompletableFuture<>();

    /** Those of the records, and one for having sent them all. */
    private final AtomicInteger open;

    private final int[] storedIn;
    private final long[] offsets;
    private final AtomicBoolean isAccepted = new AtomicBoolean();
    private volatile @Nullable Throwable failure;
    private volatile int tooLarge = -1;

    // Touched by the thread that sends.
    private int @Nullable [] partitions;
    private int next;
    private @Nullable TimeoutException obstacle;

    KafkaAppend(TopicName topic, List<Message> messages, Placement placement, Runnable accepted, long nowNanos) {
        this.topic = topic;
        this.messages = messages;
        this.placement = placement;
        this.accepted = accepted;
        this.createdNanos = nowNanos;
        open = new AtomicInteger(messages.size() + 1);
        storedIn = new int[messages.size()];
        offsets = new long[messages.size()];
    }

    TopicName topic() {
        return topic;
    }

    List<Message> messages() {
        return messages;
    }

    Placement placement() {
        return placement;
    }

    /** Completes when Kafka has all, or has refused one. */
    CompletableFuture<ProduceResult> result() {
        return result;
    }

    long ageNanos(long nowNanos) {
        return nowNanos - createdNanos;
    }

    /** In bytes, counted like {@link Message#size()}. */
    long size() {
        long size = 0;
        for (Message message : messages) {
            size += message.size();
        }
        return size;
    }

    boolean isPlaced() {
        return partitions != null;
    }

    /** @param chosen one partition a message */
    void place(int[] chosen) {
        partitions = chosen;
    }

    /** What the last {@link #send} met. */
    @Nullable
    TimeoutException obstacle() {
        return obstacle;
    }

    /**
     * Puts the messages into the producer's buffer, from where the last call stopped.
     *
     * @return whether all are there; if not, the topic's whereabouts are not known yet or there is no room
     */
    boolean send(Producer<byte[], byte[]> producer) {
        int[] placed = partitions;
        if (placed == null) {
            throw new IllegalStateException("The messages are not placed yet");
        }
        String name = topic.value();
        while (next < messages.size()) {
            Sent sent = new Sent(next);
            try {
                var unused = producer.send(Records.of(name, placed[next], messages.get(next)), sent);
            } catch (RuntimeException e) {
                sent.refused = e;
            }
            sent.returned = true;
            Exception refused = sent.refused;
            if (refused instanceof TimeoutException wait) {
                obstacle = wait;
                return false;
            }
            if (refused != null) {
                failed(next, refused);
            }
            next++;
        }
        accept();
        done();
        return true;
    }

    /** Tells the caller, once, that nothing is left to be asked about these messages. */
    void accept() {
        if (isAccepted.compareAndSet(false, true)) {
            accepted.run();
        }
    }

    boolean isAccepted() {
        return isAccepted.get();
    }

    /** Gives up what has not been sent. */
    void refuse(Throwable reason) {
        int left = messages.size() - next;
        if (failure == null) {
            failure = reason;
        }
        next = messages.size();
        if (open.addAndGet(-left - 1) == 0) {
            complete();
        }
    }

    private void failed(int index, Throwable reason) {
        if (reason instanceof RecordTooLargeException) {
            tooLarge = index;
        }
        if (failure == null) {
            failure = reason;
        }
        done();
    }

    private void done() {
        if (open.decrementAndGet() == 0) {
            complete();
        }
    }

    private void complete() {
        Throwable failed = failure;
        if (failed == null) {
            result.complete(new ProduceResult(runs(), Durability.CLUSTER));
        } else {
            result.completeExceptionally(
                    tooLarge >= 0 ? new TooLarge(messages.get(tooLarge).size(), failed) : failed);
        }
    }

    private List<Run> runs() {
        if (offsets.length == 1) {
            return List.of(new Run(storedIn[0], offsets[0], 1));
        }
        List<Run> runs = new ArrayList<>();
        int start = 0;
        for (int end = 1; end <= offsets.length; end++) {
            if (end == offsets.length
                    || storedIn[end] != storedIn[start]
                    || offsets[end] != offsets[start] + (end - start)) {
                runs.add(new Run(storedIn[start], offsets[start], end - start));
                start = end;
            }
        }
        return List.copyOf(runs);
    }

    /** Kafka found a message too large, of so many bytes as we count. */
    static final class TooLarge extends RuntimeException {
        private final long size;

        TooLarge(long size, Throwable cause) {
            super(cause);
            this.size = size;
        }

        long size() {
            return size;
        }
    }

    /** Hears of one record: from within the call that sends it when it is refused, from the producer's thread later. */
    private final class Sent implements Callback {
        private final int index;
        private final Thread sender = Thread.currentThread();
        private boolean returned;
        private @Nullable Exception refused;

        Sent(int index) {
            this.index = index;
        }

        @Override
        public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception exception) {
            // Only the sender's own thread may look at `returned`, and the producer's own may be a sender, too.
            if (exception != null && Thread.currentThread() == sender && !returned) {
                refused = exception;
            } else if (exception != null || metadata == null) {
                failed(index, exception == null ? new IllegalStateException("No metadata") : exception);
            } else {
                storedIn[index] = metadata.partition();
                offsets[index] = metadata.offset();
                done();
            }
        }
    }
}
