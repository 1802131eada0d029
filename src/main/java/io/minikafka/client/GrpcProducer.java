package io.minikafka.client;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A producer over one stream. What gathers while earlier requests are under way leaves in one request, and a lone message
 * leaves at once. A message that the server refuses fails alone; messages sent with or after it may then be sent twice.
 */
final class GrpcProducer implements Producer {
    private final String topic;
    private final ProducerOptions options;
    private final SendPipeline pipeline;
    private final Consumer<GrpcProducer> onClose;

    GrpcProducer(Connection connection, String topic, ProducerOptions options, Consumer<GrpcProducer> onClose) {
        this.topic = topic;
        this.options = options;
        this.pipeline = new SendPipeline(connection, topic, options);
        this.onClose = onClose;
    }

    @Override
    public String topic() {
        return topic;
    }

    @Override
    public CompletableFuture<RecordMetadata> sendAsync(ProducerMessage message) {
        PendingSend.OfMessage send = new PendingSend.OfMessage();
        pipeline.accept(message, send);
        return send;
    }

    @Override
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

    @Override
    public void flush() {
        pipeline.flush();
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
        pipeline.close(timeout);
        onClose.accept(this);
    }

    private boolean fits(long framedBytes, int messages) {
        return framedBytes <= options.maxBatchBytes()
                && Batch.weight(Math.toIntExact(framedBytes), messages) <= options.bufferBytes();
    }
}
