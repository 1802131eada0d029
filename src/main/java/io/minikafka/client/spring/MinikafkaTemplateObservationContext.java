package io.minikafka.client.spring;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import io.minikafka.client.MessageHeader;
import io.minikafka.client.RecordMetadata;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a send that is observed. Its carrier are the message's headers: what a propagating handler sets there
 * when the observation starts is sent, and replaces a header of that name, so that a message that is passed on does not
 * keep the trace it came with.
 */
public final class MinikafkaTemplateObservationContext extends SenderContext<List<MessageHeader>> {
    private final String topic;
    private final List<MessageHeader> headers;
    private volatile @Nullable RecordMetadata stored;

    MinikafkaTemplateObservationContext(String topic, List<MessageHeader> headers) {
        super(MinikafkaTemplateObservationContext::replace, Kind.PRODUCER);
        this.topic = topic;
        this.headers = new ArrayList<>(headers);
        setCarrier(this.headers);
        setRemoteServiceName("minikafka");
    }

    public String topic() {
        return topic;
    }

    /** Where the message was stored; null before it is, and when it was not. */
    public @Nullable RecordMetadata stored() {
        return stored;
    }

    List<MessageHeader> headers() {
        return headers;
    }

    void setStored(RecordMetadata metadata) {
        this.stored = metadata;
    }

    private static void replace(@Nullable List<MessageHeader> carrier, String name, String value) {
        if (carrier != null) {
            carrier.removeIf(header -> header.name().equals(name));
            carrier.add(MessageHeader.of(name, value));
        }
    }
}
