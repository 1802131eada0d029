package io.minikafka.client.spring;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.minikafka.client.ProducerMessage;
import io.minikafka.client.RecordMetadata;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Observes sends, from the call until the future completes. */
final class SendObservations {
    private final boolean supportsHeaders;
    private final ObservationRegistry registry;
    private final @Nullable MinikafkaTemplateObservationConvention convention;

    /** @param supportsHeaders whether the trace's context can be sent along */
    SendObservations(
            boolean supportsHeaders,
            ObservationRegistry registry,
            @Nullable MinikafkaTemplateObservationConvention convention) {
        this.supportsHeaders = supportsHeaders;
        this.registry = registry;
        this.convention = convention;
    }

    /** Whether nobody looks. */
    boolean isNoop() {
        return registry.isNoop();
    }

    CompletableFuture<RecordMetadata> send(TopicProducers producers, String topic, ProducerMessage message) {
        MinikafkaTemplateObservationContext context = new MinikafkaTemplateObservationContext(topic, message.headers());
        // Starting it writes the trace context into the headers.
        Observation observation = MinikafkaTemplateObservation.TEMPLATE
                .observation(
                        convention, DefaultMinikafkaTemplateObservationConvention.INSTANCE, () -> context, registry)
                .start();
        CompletableFuture<RecordMetadata> sent;
        try {
            sent = producers.send(topic, supportsHeaders ? message.withHeaders(context.headers()) : message);
        } catch (RuntimeException | Error failure) {
            observation.error(failure);
            observation.stop();
            throw failure;
        }
        // The caller gets the producer's own future: that of whenComplete would wrap failures.
        var unused = sent.whenComplete((stored, failure) -> {
            if (failure == null) {
                context.setStored(stored);
            } else {
                observation.error(failure);
            }
            observation.stop();
        });
        return sent;
    }
}
