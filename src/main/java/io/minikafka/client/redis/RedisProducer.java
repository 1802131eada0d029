package io.minikafka.client.redis;

import io.minikafka.client.MinikafkaException;
import io.minikafka.client.MinikafkaException.Kind;
import io.minikafka.client.Producer;
import io.minikafka.client.ProducerMessage;
import io.minikafka.client.ProducerOptions;
import io.minikafka.client.RecordMetadata;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A producer over the connection that all producers of its client share. */
final class RedisProducer implements Producer {
    private final String topic;
    private final ProducerOptions options;
    private final SendPipeline pipeline;
    private final Confirmation confirmation;
    private final Consumer<RedisProducer> onClose;

    RedisProducer(
            Lettuce lettuce,
            SharedLink shared,
            LostMessages lost,
            String topic,
            ProducerOptions options,
            Consumer<RedisProducer> onClose) {
        this.topic = topic;
        this.options = options;
        this.pipeline = new SendPipeline(lettuce, shared, lost, topic, options);
        this.confirmation = new Confirmation(lost);
        this.onClose = onClose;
    }

    @Override
    public String topic() {
        return topic;
    }

    @Override
    public CompletableFuture<RecordMetadata> sendAsync(ProducerMessage message) {
        Receipt.OfMessage receipt = new Receipt.OfMessage();
        MinikafkaException refusal = refusal(message);
        if (refusal == null) {
            pipeline.accept(message, receipt);
        } else {
            receipt.fail(refusal);
        }
        return receipt;
    }

    /** Each message is a command of its own, so any of them may be stored when another is not. */
    @Override
    public CompletableFuture<List<RecordMetadata>> sendAsync(List<ProducerMessage> messages) {
        List<ProducerMessage> copy = List.copyOf(messages);
        if (copy.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        Receipt.OfList receipt = new Receipt.OfList(copy.size());
        for (ProducerMessage message : copy) {
            MinikafkaException refusal = refusal(message);
            if (refusal != null) {
                receipt.fail(refusal);
                return receipt;
            }
        }
        for (ProducerMessage message : copy) {
            if (!pipeline.accept(message, receipt)) {
                break;
            }
        }
        return receipt;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Over Kafka also waits until what was accepted is stored.
     *
     * @throws MinikafkaException {@code OUTCOME_UNKNOWN} when the service has told since the last flush that messages of
     *     this client were accepted and not stored, {@code DEADLINE_EXCEEDED} when some are still not stored
     */
    @Override
    public void flush() {
        long start = System.nanoTime();
        pipeline.awaitSettled();
        confirmation.await(pipeline.link(), rest(options.deliveryTimeout(), start));
    }

    @Override
    public long resent() {
        return pipeline.resent();
    }

    @Override
    public void close() {
        close(options.deliveryTimeout());
    }

    @Override
    public void close(Duration timeout) {
        long start = System.nanoTime();
        pipeline.close(timeout);
        confirmation.tryAwait(pipeline.link(), rest(timeout, start));
        onClose.accept(this);
    }

    private static Duration rest(Duration timeout, long start) {
        Duration rest = timeout.minusNanos(System.nanoTime() - start);
        return rest.isNegative() ? Duration.ZERO : rest;
    }

    private @Nullable MinikafkaException refusal(ProducerMessage message) {
        if (!message.headers().isEmpty()) {
            return refused("has " + message.headers().size() + " headers; over the Redis protocol it can have none");
        }
        if (message.partition() != null) {
            return refused("is for partition " + message.partition()
                    + "; over the Redis protocol the partition follows from the key and cannot be chosen");
        }
        if (topic.indexOf(':') >= 0) {
            // The protocol would take what is behind it for the key.
            return refused("is for the topic '" + topic + "'; legal are a-z A-Z 0-9 . _ -");
        }
        return null;
    }

    private static MinikafkaException refused(String why) {
        return new MinikafkaException(Kind.INVALID_ARGUMENT, "The message " + why);
    }
}
