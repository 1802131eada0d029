package io.minikafka.client.spring;

import io.minikafka.client.MessagingClient;
import io.minikafka.client.MinikafkaException;
import io.minikafka.client.ProducerMessage;
import io.minikafka.client.ProducerOptions;
import io.minikafka.client.RecordMetadata;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * One producer a topic, made when the topic is first sent to. A producer costs a stream of the connection, so one that
 * is not used for a while is closed, on a thread of this class, which is there once there is a producer. Safe for use by
 * many threads.
 */
final class TopicProducers implements AutoCloseable {
    private final MessagingClient client;
    private final ProducerOptions options;
    private final Duration idleTimeout;
    private final ConcurrentHashMap<String, SharedProducer> producers = new ConcurrentHashMap<>();
    private @Nullable ScheduledThreadPoolExecutor sweeper;
    private volatile boolean closed;

    TopicProducers(MessagingClient client, ProducerOptions options, Duration idleTimeout) {
        this.client = client;
        this.options = options;
        Duration settled = options.deliveryTimeout().plus(options.maxBlock());
        this.idleTimeout = idleTimeout.compareTo(settled) > 0 ? idleTimeout : settled;
    }

    CompletableFuture<RecordMetadata> send(String topic, ProducerMessage message) {
        while (true) {
            SharedProducer producer = producers.get(topic);
            CompletableFuture<RecordMetadata> sent = (producer == null ? open(topic) : producer).send(message);
            if (sent != null) {
                return sent;
            }
            // It has been closed for want of use, and leaves the map now, if not by the sweeper then by us.
            producers.remove(topic, producer);
        }
    }

    void flush() {
        producers.values().forEach(shared -> shared.producer().flush());
    }

    /** Closes those that have not been used since the last sweep. */
    void sweep() {
        producers.forEach((topic, shared) -> {
            if (shared.retireUnlessUsed()) {
                producers.remove(topic, shared);
                shared.producer().close();
            }
        });
    }

    int size() {
        return producers.size();
    }

    @Override
    public void close() {
        List<SharedProducer> open;
        synchronized (this) {
            closed = true;
            if (sweeper != null) {
                sweeper.shutdownNow();
            }
            open = List.copyOf(producers.values());
        }
        open.forEach(shared -> shared.producer().close());
    }

    private synchronized SharedProducer open(String topic) {
        if (closed) {
            throw new MinikafkaException(MinikafkaException.Kind.CLOSED, "The template is closed");
        }
        if (sweeper == null) {
            sweeper = sweeper();
        }
        return producers.computeIfAbsent(topic, name -> new SharedProducer(client.producer(name, options)));
    }

    private ScheduledThreadPoolExecutor sweeper() {
        CustomizableThreadFactory threads = new CustomizableThreadFactory("minikafka-template-");
        threads.setDaemon(true);
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, threads);
        long millis = idleTimeout.toMillis();
        var unused = executor.scheduleWithFixedDelay(this::sweep, millis, millis, TimeUnit.MILLISECONDS);
        return executor;
    }
}
