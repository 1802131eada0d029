package io.minikafka.kafka;

import io.minikafka.broker.BrokerException;
import io.minikafka.broker.BrokerException.Code;
import io.minikafka.broker.BrokerOptions;
import io.minikafka.broker.Placement;
import io.minikafka.broker.SettingsChange;
import io.minikafka.broker.StoreFailures;
import io.minikafka.kafka.TopicCache.KnownTopic;
import io.minikafka.store.TopicName;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ObjIntConsumer;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Requests that could not go into the producer's buffer at once, in one line a topic: for the topic to be found or
 * created, or for room. A request that waits only until brokers answer again, for a topic that is there, is accepted: the
 * line is its buffer. One thread sends for all lines, and never waits. Safe for use by many threads.
 */
final class WaitingAppends {
    /** As much again as the producer's buffer has by default, and then some. */
    private static final long MOST_BYTES = 64 << 20;

    private static final long LEAST_PAUSE_MILLIS = 2;
    private static final long GREATEST_PAUSE_MILLIS = 100;

    private final Producer<byte[], byte[]> producer;
    private final ObjIntConsumer<KafkaAppend> place;
    private final KafkaTopics topics;
    private final MessageLimits limits;
    private final BrokerOptions options;
    private final Duration patience;
    private final Duration deliveryTimeout;
    private final ScheduledExecutorService timer;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "minikafka-kafka-appends");
        made.setDaemon(true);
        return made;
    });
    private final ConcurrentHashMap<TopicName, Line> lines = new ConcurrentHashMap<>();
    private final AtomicLong bytes = new AtomicLong();

    /** The queue is touched within the map's operations, the rest by the one thread. */
    private static final class Line {
        private final Queue<KafkaAppend> waiting = new ArrayDeque<>();
        private int partitions;
        private int attempts;
        private volatile boolean accepting;
    }

    /**
     * @param place chooses the partitions of a request, given how many there are
     * @param patience how long a request may wait to be accepted
     * @param deliveryTimeout how long one that is accepted may wait
     */
    WaitingAppends(
            Producer<byte[], byte[]> producer,
            ObjIntConsumer<KafkaAppend> place,
            KafkaTopics topics,
            MessageLimits limits,
            BrokerOptions options,
            Duration patience,
            Duration deliveryTimeout,
            ScheduledExecutorService timer) {
        this.producer = producer;
        this.place = place;
        this.topics = topics;
        this.limits = limits;
        this.options = options;
        this.patience = patience;
        this.deliveryTimeout = deliveryTimeout;
        this.timer = timer;
    }

    /** Whether nothing waits, as nearly always; costs next to nothing. */
    boolean isIdle() {
        return lines.isEmpty();
    }

    /**
     * Whether the topic has a line; then the request stands in it.
     *
     * @param prepare run before it does
     * @throws RuntimeException when too much waits already, or when preparing fails
     */
    boolean joinLine(KafkaAppend append, Runnable prepare) {
        Line joined = lines.computeIfPresent(append.topic(), (topic, line) -> {
            prepare.run();
            admit(append);
            line.waiting.add(append);
            return line;
        });
        if (joined != null && joined.accepting && append.isPlaced()) {
            append.accept();
        }
        return joined != null;
    }

    /**
     * Stands in the topic's line, which may begin with it.
     *
     * @throws BrokerException when too much waits already
     */
    void await(KafkaAppend append) {
        lines.compute(append.topic(), (topic, line) -> {
            admit(append);
            Line joined = line;
            if (joined == null) {
                joined = new Line();
                proceed(topic);
            }
            joined.waiting.add(append);
            return joined;
        });
    }

    private void admit(KafkaAppend append) {
        long size = append.size();
        long total = bytes.addAndGet(size);
        if (total > MOST_BYTES && total > size) {
            bytes.addAndGet(-size);
            throw new BrokerException(
                    Code.RESOURCE_EXHAUSTED,
                    "Messages of " + (total - size) + " bytes wait for Kafka already; with these " + size
                            + " there would be more than the limit of " + MOST_BYTES);
        }
    }

    private void proceed(TopicName topic) {
        thread.execute(() -> serve(topic));
    }

    private void proceedAfter(TopicName topic, long millis) {
        try {
            var unused = timer.schedule(
                    () -> {
                        try {
                            proceed(topic);
                        } catch (RejectedExecutionException e) {
                            // Closed: whoever waited has been refused.
                        }
                    },
                    millis,
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            refuseAll(topic, StoreFailures.shuttingDown());
        }
    }

    /** Sends from the head of the line until one has to wait. */
    private void serve(TopicName topic) {
        // In this order: asking for the head waits for whoever is just beginning the line.
        KafkaAppend first = head(topic);
        Line line = lines.get(topic);
        for (KafkaAppend head = first; head != null && line != null; head = head(topic)) {
            try {
                if (head.ageNanos(System.nanoTime()) > patience(head).toNanos()) {
                    refuse(topic, head, tooLate(head));
                    continue;
                }
                if (!head.isPlaced()) {
                    if (line.partitions == 0 || namesMoreThan(line.partitions, head.placement())) {
                        find(topic, line, head);
                        return;
                    }
                    place.accept(head, line.partitions);
                }
                if (!head.send(producer)) {
                    acceptUnlessFull(topic, line, head);
                    proceedAfter(topic, pause(line.attempts++));
                    return;
                }
                line.attempts = 0;
                leave(topic, head);
            } catch (RuntimeException e) {
                refuse(topic, head, e);
            }
        }
    }

    private Duration patience(KafkaAppend append) {
        return append.isAccepted() ? deliveryTimeout : patience;
    }

    /** When the producer's buffer is full, whoever produces is to be slowed down instead. */
    private void acceptUnlessFull(TopicName topic, Line line, KafkaAppend head) {
        line.accepting = !(head.obstacle() instanceof BufferExhaustedException);
        if (line.accepting) {
            List<KafkaAppend> waiting = new ArrayList<>();
            lines.computeIfPresent(topic, (name, present) -> {
                waiting.addAll(present.waiting);
                return present;
            });
            waiting.stream().filter(KafkaAppend::isPlaced).forEach(KafkaAppend::accept);
        }
    }

    private static long pause(int attempts) {
        return Math.min(LEAST_PAUSE_MILLIS << Math.min(attempts, 10), GREATEST_PAUSE_MILLIS);
    }

    /** The first in line; when there is none the line ends, in one step, so that nobody joins it too late. */
    private @Nullable KafkaAppend head(TopicName topic) {
        AtomicReference<@Nullable KafkaAppend> head = new AtomicReference<>();
        lines.computeIfPresent(topic, (name, line) -> {
            head.set(line.waiting.peek());
            return head.get() == null ? null : line;
        });
        return head.get();
    }

    /** Whether the placement names a partition beyond so many. */
    static boolean namesMoreThan(int partitions, Placement placement) {
        return placement instanceof Placement.Explicit explicit
                && explicit.partitions().stream().anyMatch(named -> named != null && named >= partitions);
    }

    private void leave(TopicName topic, KafkaAppend append) {
        lines.computeIfPresent(topic, (name, line) -> {
            if (line.waiting.remove(append)) {
                bytes.addAndGet(-append.size());
            }
            return line;
        });
    }

    private void refuse(TopicName topic, KafkaAppend append, Throwable reason) {
        leave(topic, append);
        append.refuse(reason);
    }

    private void refuseAll(TopicName topic, Throwable reason) {
        Line line = lines.remove(topic);
        if (line != null) {
            for (KafkaAppend append : List.copyOf(line.waiting)) {
                bytes.addAndGet(-append.size());
                append.refuse(reason);
            }
        }
    }

    private BrokerException tooLate(KafkaAppend append) {
        TimeoutException obstacle = append.obstacle();
        return obstacle instanceof BufferExhaustedException
                ? new BrokerException(
                        Code.RESOURCE_EXHAUSTED,
                        "There was no room in the buffer for Kafka for "
                                + patience(append).toMillis()
                                + " ms, which is the limit; Kafka takes less than is produced",
                        obstacle)
                : new BrokerException(
                        Code.UNAVAILABLE,
                        "Kafka did not tell where the topic '" + append.topic() + "' is within "
                                + patience(append).toMillis()
                                + " ms, which is the limit",
                        obstacle);
    }

    /** Asks for the topic, creates it if need be, and goes on once it is known how many partitions it has. */
    private void find(TopicName topic, Line line, KafkaAppend head) {
        // What makes it wait may be that the topic is not what it was.
        topics.refresh(topic)
                .thenApply(KnownTopic::partitions)
                .handle((count, failure) -> {
                    BrokerException refused = BrokerException.in(failure);
                    return refused != null && refused.code() == Code.UNKNOWN_TOPIC && options.autoCreateTopics()
                            ? topics.createUnlessExists(topic, creation(head))
                            : failure == null
                                    ? CompletableFuture.completedFuture(count)
                                    : CompletableFuture.<Integer>failedFuture(failure);
                })
                .thenCompose(found -> found)
                .thenCompose(count -> topics.awaitLeaders(topic, count)
                        .thenCompose(nothing -> limits.learn(topic))
                        .thenApply(nothing -> count))
                .whenComplete((count, failure) -> {
                    try {
                        thread.execute(() -> found(topic, line, head, count, failure));
                    } catch (RejectedExecutionException e) {
                        refuseAll(topic, StoreFailures.shuttingDown());
                    }
                });
    }

    private static SettingsChange creation(KafkaAppend head) {
        return head.placement() instanceof Placement.Sole
                ? new SettingsChange(1, null, null, null)
                : SettingsChange.NONE;
    }

    private void found(
            TopicName topic, Line line, KafkaAppend head, @Nullable Integer count, @Nullable Throwable failure) {
        if (count == null) {
            refuse(topic, head, failure == null ? new IllegalStateException("No answer") : failure);
        } else {
            line.partitions = count;
            try {
                place.accept(head, count);
            } catch (RuntimeException e) {
                refuse(topic, head, e);
            }
        }
        serve(topic);
    }

    /** Refuses all that wait. */
    void close() {
        lines.keySet().forEach(topic -> thread.execute(() -> refuseAll(topic, StoreFailures.shuttingDown())));
        thread.shutdown();
        try {
            if (!thread.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
