package io.minikafka.client.redis;

import io.minikafka.broker.Broker;
import io.minikafka.broker.BrokerException;
import io.minikafka.broker.DelegatingBroker;
import io.minikafka.broker.Placement;
import io.minikafka.broker.ProduceResult;
import io.minikafka.store.Message;
import io.minikafka.store.TopicName;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a door and its broker: while it is closed nothing that is produced gets through, and when it opens all
 * does, or fails. Remembers what has got through, in order. Outlives doors.
 */
final class ProduceGate {
    private final Queue<Held> held = new ArrayDeque<>();
    private final List<Stored> stored = new CopyOnWriteArrayList<>();
    private boolean closed;
    private volatile boolean acceptsAtOnce;
    private int calls;

    private record Stored(TopicName topic, Message message) {}

    Broker over(Broker broker) {
        return new Gated(broker);
    }

    synchronized void close() {
        closed = true;
    }

    /** What is held back, and what comes, gets through. */
    void open() {
        release(null);
    }

    /** What is held back fails. */
    void fail(BrokerException reason) {
        release(reason);
        close();
    }

    /** Without the lock, since what waits for a message may ask this for something. */
    private void release(@Nullable BrokerException reason) {
        for (Held next = next(); next != null; next = next()) {
            next.pass(reason);
        }
    }

    /** The gate is open once nothing is held back, so that nothing overtakes. */
    private synchronized @Nullable Held next() {
        Held next = held.poll();
        closed = next != null;
        return next;
    }

    /** From now on it accepts before it stores, as over Kafka. */
    void acceptAtOnce() {
        acceptsAtOnce = true;
    }

    /** How often messages were produced. */
    synchronized int calls() {
        return calls;
    }

    /** Texts of the values. */
    List<String> stored(String topic) {
        return stored.stream()
                .filter(each -> each.topic().equals(TopicName.of(topic)))
                .map(each -> each.message().value().toUtf8())
                .toList();
    }

    List<byte[]> keys(String topic) {
        return stored.stream()
                .filter(each -> each.topic().equals(TopicName.of(topic)))
                .map(each -> each.message().key().toByteArray())
                .toList();
    }

    private final class Gated extends DelegatingBroker {
        Gated(Broker delegate) {
            super(delegate);
        }

        @Override
        public CompletableFuture<ProduceResult> produce(
                TopicName topic, List<Message> messages, Placement placement, Runnable accepted) {
            CompletableFuture<ProduceResult> result = new CompletableFuture<>();
            Held fresh = new Held(Gated.this, topic, messages, placement, result);
            boolean passes;
            if (acceptsAtOnce) {
                accepted.run();
            }
            synchronized (ProduceGate.this) {
                calls++;
                passes = !closed;
                if (closed) {
                    held.add(fresh);
                }
            }
            if (passes) {
                fresh.pass(null);
            }
            return result;
        }

        void append(Held passing) {
            passing.messages().forEach(message -> stored.add(new Stored(passing.topic(), message)));
            super.produce(passing.topic(), passing.messages(), passing.placement(), () -> {})
                    .whenComplete((done, failed) -> {
                        if (failed == null) {
                            passing.result().complete(done);
                        } else {
                            passing.result().completeExceptionally(failed);
                        }
                    });
        }
    }

    private record Held(
            Gated gated,
            TopicName topic,
            List<Message> messages,
            Placement placement,
            CompletableFuture<ProduceResult> result) {
        void pass(@Nullable BrokerException reason) {
            if (reason == null) {
                gated.append(this);
            } else {
                result.completeExceptionally(reason);
            }
        }
    }
}
