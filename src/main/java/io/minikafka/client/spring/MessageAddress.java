package io.minikafka.client.spring;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;

/** Where a Spring message is to be sent, as its {@link MinikafkaHeaders} say. */
final class MessageAddress {
    private MessageAddress() {}

    static @Nullable String topic(Message<?> message) {
        return header(message, MinikafkaHeaders.TOPIC, String.class, "a String");
    }

    static @Nullable Integer partition(Message<?> message) {
        return header(message, MinikafkaHeaders.PARTITION, Integer.class, "an Integer");
    }

    static byte @Nullable [] key(Message<?> message) {
        return message.getHeaders().get(MinikafkaHeaders.KEY) instanceof String text
                ? text.getBytes(StandardCharsets.UTF_8)
                : header(message, MinikafkaHeaders.KEY, byte[].class, "a String or byte[]");
    }

    private static <T> @Nullable T header(Message<?> message, String name, Class<T> type, String accepted) {
        Object value = message.getHeaders().get(name);
        if (value != null && !type.isInstance(value)) {
            throw new IllegalArgumentException(
                    "The header " + name + " is of type " + value.getClass().getName() + "; accepted is " + accepted);
        }
        return type.cast(value);
    }
}
