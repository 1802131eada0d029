package io.minikafka.client.spring;

import io.minikafka.client.ConsumedMessage;
import io.minikafka.client.MessageHeader;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;

/** A consumed message in Spring's terms, for methods that want more than its value. */
record ReceivedMessage(
        ConsumedMessage consumed,
        MessageHeaders headers,
        @Nullable Acknowledgment acknowledgment) implements Message<byte[]> {

    static ReceivedMessage of(ConsumedMessage consumed, String group, @Nullable Acknowledgment acknowledgment) {
        Map<String, Object> headers = new HashMap<>();
        for (MessageHeader header : consumed.headers()) {
            headers.put(header.name(), header.text());
        }
        String key = consumed.keyText();
        if (key == null) {
            headers.remove(MinikafkaHeaders.KEY);
        } else {
            headers.put(MinikafkaHeaders.KEY, key);
        }
        headers.put(MinikafkaHeaders.TOPIC, consumed.topic());
        headers.put(MinikafkaHeaders.PARTITION, consumed.partition());
        headers.put(MinikafkaHeaders.OFFSET, consumed.offset());
        headers.put(MinikafkaHeaders.TIMESTAMP, consumed.timestamp());
        headers.put(MinikafkaHeaders.GROUP, group);
        return new ReceivedMessage(consumed, new Headers(headers), acknowledgment);
    }

    @Override
    public byte[] getPayload() {
        return consumed.value();
    }

    @Override
    public MessageHeaders getHeaders() {
        return headers;
    }

    /**
     * Without Spring's own {@code id} and {@code timestamp}: a random identifier for each message costs more than most
     * conversions. It removes headers of these names, too, whose values Spring expects to be of its types.
     */
    private static final class Headers extends MessageHeaders {
        private static final long serialVersionUID = 1;
        private static final long NO_TIMESTAMP = -1;

        Headers(Map<String, Object> headers) {
            super(headers, ID_VALUE_NONE, NO_TIMESTAMP);
        }
    }
}
