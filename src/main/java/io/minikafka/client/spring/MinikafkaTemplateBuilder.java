package io.minikafka.client.spring;

import io.micrometer.observation.ObservationRegistry;
import io.minikafka.client.MessagingClient;
import io.minikafka.client.ProducerOptions;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.util.Assert;

/** Builds a {@link MinikafkaTemplate}. */
public final class MinikafkaTemplateBuilder {
    private final MessagingClient client;
    private ProducerOptions producerOptions = ProducerOptions.DEFAULT;
    private Duration idleTimeout = Duration.ofMinutes(5);
    private List<MessageConverter> converters = List.of();
    private @Nullable MessageConverter jsonConverter = StandardConverters.json();
    private @Nullable String defaultTopic;
    private ObservationRegistry observationRegistry = ObservationRegistry.NOOP;
    private @Nullable MinikafkaTemplateObservationConvention observationConvention;

    MinikafkaTemplateBuilder(MessagingClient client) {
        this.client = client;
    }

    /** How the producers send; {@link ProducerOptions#DEFAULT} unless set. */
    public MinikafkaTemplateBuilder producerOptions(ProducerOptions options) {
        this.producerOptions = options;
        return this;
    }

    /**
     * How long a topic's producer, which is a stream of the connection, is kept unused; 5 minutes unless set. Looked at
     * that often, so it may be kept for twice as long; and never shorter than the delivery timeout, so that a producer
     * that is closed owes nobody anything.
     */
    public MinikafkaTemplateBuilder idleTimeout(Duration timeout) {
        Assert.isTrue(timeout.toMillis() > 0, () -> "The idle timeout is " + timeout + "; accepted is longer than 0");
        this.idleTimeout = timeout;
        return this;
    }

    /** Asked in this order for all payloads but {@code byte[]}, before Strings become UTF-8 and other objects JSON. */
    public MinikafkaTemplateBuilder converters(List<? extends MessageConverter> first) {
        this.converters = List.copyOf(first);
        return this;
    }

    /**
     * What makes JSON of objects; {@code JacksonJsonMessageConverter} unless set, if Jackson is on the class path.
     *
     * @param converter null: objects that no other converter takes are refused
     */
    public MinikafkaTemplateBuilder jsonConverter(@Nullable MessageConverter converter) {
        this.jsonConverter = converter;
        return this;
    }

    /** Where messages go that name no topic; none unless set. */
    public MinikafkaTemplateBuilder defaultTopic(@Nullable String topic) {
        this.defaultTopic = topic;
        return this;
    }

    /** Observes each send; a registry without handlers costs nothing. */
    public MinikafkaTemplateBuilder observationRegistry(ObservationRegistry registry) {
        this.observationRegistry = registry;
        return this;
    }

    /** Names and keys of the observations; {@link DefaultMinikafkaTemplateObservationConvention} unless set. */
    public MinikafkaTemplateBuilder observationConvention(@Nullable MinikafkaTemplateObservationConvention convention) {
        this.observationConvention = convention;
        return this;
    }

    public MinikafkaTemplate build() {
        return new MinikafkaTemplate(
                new TopicProducers(client, producerOptions, idleTimeout),
                new PayloadEncoder(converters, jsonConverter, client.supportsHeaders()),
                new SendObservations(client.supportsHeaders(), observationRegistry, observationConvention),
                defaultTopic);
    }
}
