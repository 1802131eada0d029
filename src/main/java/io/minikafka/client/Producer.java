package io.minikafka.client;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Sends messages to one topic, in the order of the calls. Safe for use by many threads, and best shared by them: what
 * gathers while earlier requests are under way leaves in one request, and a lone message leaves at once.
 *
 * <p>What was sent and not acknowledged when a connection broke is sent again in order, or fails, as
 * {@link ProducerOptions#delivery()} says. A message that the server refuses fails alone; messages sent with or after it
 * may then be sent twice.
 *
 * <p>Futures complete in the order of the calls, on a thread of the client: what depends on them must not block, and in
 * particular must not wait for this producer. They fail with a {@link MinikafkaException}, in time:
 * {@link ProducerOptions#deliveryTimeout()} bounds it.
 */
public final class Producer implements AutoCloseable {
    private final String topic;
    private final ProducerOptions options;
    private final SendPipeline pipeline;
    private final Consumer<Producer> onClose;

    Producer(Connection connection, String topic, ProducerOptions options, Consumer<Producer> onClose) {
        this.topic = topic;
        this.options = options;
        this.pipeline = new SendPipeline(connection, topic, options);
        this.onClose = onClose;
    }

    public String topic() {
        return topic;
    }

    /** Sends one message without a key and waits until it is stored. */
    public RecordMetadata send(byte[] value) {
        return send(ProducerMessage.of(value));
    }

    /**
     * Sends one message and waits until it is stored.
     *
     * @throws MinikafkaException when it is not, or when that is not known
     */
    public RecordMetadata send(ProducerMessage message) {
        return Futures.join(sendAsync(message));
    }

    /**
     * Sends messages and waits until all are stored; see {@link #sendAsync(List)}.
     *
     * @throws MinikafkaException when one is not, or when that is not known
     */
    public List<RecordMetadata> send(List<ProducerMessage> messages) {
        return Futures.join(sendAsync(messages));
    }

    /**
     * Sends one message. Blocks only while the producer's buffer is full, at most {@link ProducerOptions#maxBlock()}.
     *
     * @return completes when the message has its topic's durability
     * @throws MinikafkaException when the producer is closed
     */
    public CompletableFuture<RecordMetadata> sendAsync(ProducerMessage message) {
        PendingSend.OfMessage send = new PendingSend.OfMessage();
        pipeline.accept(message, send);
        return send;
    }

    /**
     * Sends messages in order, as one request or, beyond {@link ProducerOptions#maxBatchBytes()}, as several. Of a
     * request, all messages to one partition are stored or none is; when the future fails, other messages of the list
     * may be stored. Blocks as {@link #sendAsync(ProducerMessage)} does, once a request.
     *
     * @return completes when all have the topic's durability, with one entry a message
     * @throws MinikafkaException when the producer is closed
     */
    public CompletableFuture<List<RecordMetadata>> sendAsync(List<ProducerMessage> messages) {
        List<ProducerMessage> copy = List.copyOf(messages);
        if (copy.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        int[] sizes = copy.stream().mapToInt(RequestBuffer::sizeOf).toArray();
        PendingSend.OfList send = new PendingSend.OfList(sizes.length);
        int from = 0;
        while (from < sizes.length) {
            long framedBytes = RequestBuffer.framedSize(sizes[from]);
            int to = from + 1;
            while (to < sizes.length && fits(framedBytes + RequestBuffer.framedSize(sizes[to]), to + 1 - from)) {
                framedBytes += RequestBuffer.framedSize(sizes[to]);
                to++;
            }
            if (!pipeline.accept(
                    copy.subList(from, to),
                    Arrays.copyOfRange(sizes, from, to),
                    (int) framedBytes,
                    new PendingSend.OfPart(send, to - from))) {
                break;
            }
            from = to;
        }
        return send;
    }

    /** Waits until every message sent before this call is settled; {@link ProducerOptions#deliveryTimeout()} bounds it. */
    public void flush() {
        pipeline.flush();
    }

    /** How many messages have been sent again because their outcome was unknown: so many may be stored twice. */
    public long resent() {
        return pipeline.resent();
    }

    /** Sends what was accepted, waits for its acknowledgements and ends the stream. Idempotent. */
    @Override
    public void close() {
        close(options.deliveryTimeout());
    }

    /**
     * Like {@link #close()}, but what is not acknowledged in time fails, with {@link MinikafkaException.Kind#CLOSED} when
     * it was never sent and {@link MinikafkaException.Kind#OUTCOME_UNKNOWN} otherwise.
     */
    public void close(Duration timeout) {
        pipeline.close(timeout);
        onClose.accept(this);
    }

    private boolean fits(long framedBytes, int messages) {
        return framedBytes <= options.maxBatchBytes()
                && Batch.weight(Math.toIntExact(framedBytes), messages) <= options.bufferBytes();
    }
}
