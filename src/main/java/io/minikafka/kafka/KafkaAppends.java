package io.minikafka.kafka;

import io.minikafka.broker.BrokerException;
import io.minikafka.broker.BrokerException.Code;
import io.minikafka.broker.BrokerOptions;
import io.minikafka.broker.PartitionChoice;
import io.minikafka.broker.Placement;
import io.minikafka.broker.ProduceResult;
import io.minikafka.broker.StoreFailures;
import io.minikafka.store.Message;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.TopicName;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Producing, through one producer for all. A request for a known topic goes into the producer's buffer on the caller's
 * thread; one that would have to wait, for the topic or for room, stands in its topic's line, and so do those that come
 * after it. Safe for use by many threads.
 */
final class KafkaAppends {
    private final KafkaClients clients;
    private final Producer<byte[], byte[]> producer;
    private final KafkaTopics topics;
    private final StoreLimits limits;
    private final PartitionChoice choice = new PartitionChoice(new BatchedRotation(System::nanoTime));
    private final WaitingAppends waiting;
    private final MessageLimits messageLimits;
    private volatile boolean closed;

    /** @param producer closed with this */
    KafkaAppends(
            KafkaClients clients,
            Producer<byte[], byte[]> producer,
            Admin admin,
            KafkaTopics topics,
            BrokerOptions options,
            StoreLimits limits,
            ScheduledExecutorService timer) {
        this.clients = clients;
        this.topics = topics;
        this.limits = limits;
        this.producer = producer;
        this.messageLimits = new MessageLimits(admin, clients.settings());
        this.waiting = new WaitingAppends(
                producer,
                this::place,
                topics,
                messageLimits,
                options,
                clients.settings().requestTimeout(),
                clients.settings().deliveryTimeout(),
                timer);
    }

    CompletableFuture<ProduceResult> produce(
            TopicName topic, List<Message> messages, Placement placement, Runnable accepted) {
        if (messages.isEmpty()) {
            return CompletableFuture.failedFuture(new BrokerException(
                    Code.INVALID_ARGUMENT, "The number of messages to produce is 0; accepted is 1 or more"));
        }
        if (closed) {
            return CompletableFuture.failedFuture(StoreFailures.shuttingDown());
        }
        try {
            for (Message message : messages) {
                limits.check(message);
            }
            KafkaAppend append = new KafkaAppend(topic, messages, placement, accepted, System.nanoTime());
            if (waiting.isIdle() || !waiting.joinLine(append, () -> placeIfKnown(append))) {
                start(append);
            }
            return translated(append);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(KafkaFailures.translate(e));
        }
    }

    private void start(KafkaAppend append) {
        int known = topics.knownPartitions(append.topic());
        if (known == 0) {
            // Not to be asked of the producer: a cluster may create what a producer asks for, with its own settings.
            // Nor to be sent at once: the producer may still know a topic that is gone, and try for long.
            waiting.await(append);
            return;
        }
        int partitions;
        try {
            partitions = producer.partitionsFor(append.topic().value()).size();
        } catch (TimeoutException e) {
            // It has not asked for the topic yet; or none of its brokers answers, and then it forgets what it knew.
            placeIfKnown(append);
            waiting.await(append);
            return;
        }
        if (partitions != known) {
            // The topic has grown, or is another one of its name: what was sent to a partition too many would be lost.
            renew(append.topic(), Math.max(partitions, known));
            waiting.await(append);
            return;
        }
        if (WaitingAppends.namesMoreThan(partitions, append.placement())) {
            // There may be more by now than is known.
            waiting.await(append);
            return;
        }
        place(append, partitions);
        if (!append.send(producer)) {
            waiting.await(append);
        }
    }

    /** Has the producer ask for the topic again, which it does when it is to send to a partition that it does not know. */
    private void renew(TopicName topic, int beyond) {
        var refused = producer.send(new ProducerRecord<>(topic.value(), beyond, null, new byte[0]));
        // It does not wait, and so it refuses; nothing is sent.
    }

    private void placeIfKnown(KafkaAppend append) {
        int known = topics.knownPartitions(append.topic());
        if (known > 0 && !WaitingAppends.namesMoreThan(known, append.placement())) {
            place(append, known);
        }
    }

    /** @throws RuntimeException when the placement does not fit, or a message */
    private void place(KafkaAppend append, int partitions) {
        messageLimits.check(append.topic(), append.messages());
        Placement placement = append.placement();
        append.place(
                partitions == 1 && !(placement instanceof Placement.Explicit)
                        ? new int[append.messages().size()]
                        : choice.choose(append.topic(), append.messages(), placement, partitions));
    }

    private CompletableFuture<ProduceResult> translated(KafkaAppend append) {
        CompletableFuture<ProduceResult> result = append.result();
        if (result.isDone() && !result.isCompletedExceptionally()) {
            return result;
        }
        CompletableFuture<ProduceResult> produced = new CompletableFuture<>();
        result.whenComplete((stored, failure) -> {
            if (failure == null) {
                produced.complete(stored);
            } else if (failure instanceof KafkaAppend.TooLarge e) {
                messageLimits.explain(append.topic(), e.size(), produced);
            } else {
                produced.completeExceptionally(KafkaFailures.translate(failure));
            }
        });
        return produced;
    }

    /** Refuses what waits, and sends what is in the buffer, for at most so long. */
    void close(Duration patience) {
        closed = true;
        waiting.close();
        clients.closing(producer);
        producer.close(patience);
    }
}
