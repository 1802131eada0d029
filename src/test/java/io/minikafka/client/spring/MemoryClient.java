package io.minikafka.client.spring;

import io.minikafka.client.ConsumedMessage;
import io.minikafka.client.GroupConsumer;
import io.minikafka.client.GroupSubscription;
import io.minikafka.client.HealthStatus;
import io.minikafka.client.MessageHeader;
import io.minikafka.client.MessagingClient;
import io.minikafka.client.MinikafkaException;
import io.minikafka.client.Producer;
import io.minikafka.client.ProducerMessage;
import io.minikafka.client.ProducerOptions;
import io.minikafka.client.RecordMetadata;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One partition of the topic {@code orders} and one group with one member, with faults on demand: for what a server does
 * not do at a test's word.
 */
final class MemoryClient implements MessagingClient {
    private final List<ConsumedMessage> log = new ArrayList<>();
    private long committed;

    final List<Long> commits = new CopyOnWriteArrayList<>();
    final Queue<MinikafkaException> pollFailures = new ConcurrentLinkedQueue<>();
    final Queue<MinikafkaException> storeFailures = new ConcurrentLinkedQueue<>();
    final List<ProducerMessage> stored = new CopyOnWriteArrayList<>();
    final List<String> storedIn = new CopyOnWriteArrayList<>();
    final AtomicInteger joined = new AtomicInteger();
    final AtomicInteger left = new AtomicInteger();
    volatile boolean headers = true;
    volatile @Nullable GroupSubscription lastSubscription;

    static MinikafkaException failure(MinikafkaException.Kind kind, String text) {
        return new MinikafkaException(kind, text);
    }

    synchronized void append(String... values) {
        for (String value : values) {
            append(null, value, List.of());
        }
    }

    synchronized void append(@Nullable String key, String value, List<MessageHeader> messageHeaders) {
        log.add(new ConsumedMessage(
                "orders",
                0,
                log.size(),
                Instant.ofEpochMilli(1_000),
                key == null ? null : key.getBytes(StandardCharsets.UTF_8),
                value.getBytes(StandardCharsets.UTF_8),
                messageHeaders));
        notifyAll();
    }

    /** The next offset that the group would be given. */
    synchronized long committed() {
        return committed;
    }

    @Override
    public boolean supportsHeaders() {
        return headers;
    }

    @Override
    public GroupConsumer join(GroupSubscription subscription) {
        lastSubscription = subscription;
        joined.incrementAndGet();
        synchronized (this) {
            return new Member(subscription, committed);
        }
    }

    @Override
    public Producer producer(String topic, ProducerOptions options) {
        return new Storing(topic);
    }

    @Override
    public HealthStatus health() {
        return HealthStatus.SERVING;
    }

    @Override
    public void close() {}

    private final class Member implements GroupConsumer {
        private final GroupSubscription subscription;
        private long position;
        private boolean closed;

        Member(GroupSubscription subscription, long position) {
            this.subscription = subscription;
            this.position = position;
        }

        @Override
        public GroupSubscription subscription() {
            return subscription;
        }

        @Override
        public List<ConsumedMessage> poll(Duration wait) {
            MinikafkaException failure = pollFailures.poll();
            if (failure != null) {
                throw failure;
            }
            synchronized (MemoryClient.this) {
                try {
                    if (!closed && position == log.size()) {
                        MemoryClient.this.wait(wait.toMillis());
                    }
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw failure(MinikafkaException.Kind.CANCELLED, "interrupted");
                }
                if (closed) {
                    throw failure(MinikafkaException.Kind.CLOSED, "The consumer is closed");
                }
                int end = (int) Math.min(log.size(), position + subscription.maxPollMessages());
                List<ConsumedMessage> messages = List.copyOf(log.subList((int) position, end));
                position = end;
                return messages;
            }
        }

        @Override
        public CompletableFuture<Void> acknowledge(Collection<ConsumedMessage> messages) {
            synchronized (MemoryClient.this) {
                for (ConsumedMessage message : messages) {
                    committed = Math.max(committed, message.offset() + 1);
                }
                commits.add(committed);
            }
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public long skipped() {
            return 0;
        }

        @Override
        public void close() {
            synchronized (MemoryClient.this) {
                if (!closed) {
                    closed = true;
                    left.incrementAndGet();
                    MemoryClient.this.notifyAll();
                }
            }
        }
    }

    private final class Storing implements Producer {
        private final String topic;

        Storing(String topic) {
            this.topic = topic;
        }

        @Override
        public String topic() {
            return topic;
        }

        @Override
        public CompletableFuture<RecordMetadata> sendAsync(ProducerMessage message) {
            return sendAsync(List.of(message)).thenApply(all -> all.get(0));
        }

        @Override
        public CompletableFuture<List<RecordMetadata>> sendAsync(List<ProducerMessage> messages) {
            MinikafkaException failure = storeFailures.poll();
            if (failure != null) {
                return CompletableFuture.failedFuture(failure);
            }
            messages.forEach(message -> storedIn.add(topic));
            stored.addAll(messages);
            return CompletableFuture.completedFuture(messages.stream()
                    .map(message -> new RecordMetadata(topic, 0, 0))
                    .toList());
        }

        @Override
        public void flush() {}

        @Override
        public long resent() {
            return 0;
        }

        @Override
        public void close() {}

        @Override
        public void close(Duration timeout) {}
    }
}
