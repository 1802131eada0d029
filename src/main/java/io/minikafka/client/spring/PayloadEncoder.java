package io.minikafka.client.spring;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;

/**
 * Makes bytes of payloads. Strings do not take the way over a converter, which would make a message with an identifier
 * of each.
 *
 * @param first asked before anything else but for bytes
 * @param json for what is neither bytes nor a String; null to refuse that
 * @param keepsAdded whether headers that the first ones add, such as the content type, are sent
 */
record PayloadEncoder(
        List<MessageConverter> first, @Nullable MessageConverter json, boolean keepsAdded) {

    /** @param headers those to send, and Spring's own */
    @SuppressWarnings("ArrayRecordComponent") // Passed on at once.
    record Encoded(byte[] value, Map<String, ?> headers) {}

    /**
     * @param headers of the message that the payload is from; null when it is from none
     * @throws MessageConversionException when nothing converts the payload
     */
    Encoded encode(Object payload, @Nullable MessageHeaders headers) {
        Map<String, ?> given = headers == null ? Map.of() : headers;
        if (payload instanceof byte[] bytes) {
            return new Encoded(bytes, given);
        }
        for (MessageConverter converter : first) {
            Message<?> converted = converter.toMessage(payload, headers);
            if (converted != null) {
                return new Encoded(bytes(converted, converter), keepsAdded ? converted.getHeaders() : given);
            }
        }
        if (payload instanceof String text) {
            return new Encoded(text.getBytes(StandardCharsets.UTF_8), given);
        }
        Message<?> converted = json == null ? null : json.toMessage(payload, headers);
        if (json == null || converted == null) {
            throw new MessageConversionException("The payload is of type "
                    + payload.getClass().getName() + contentType(given)
                    + "; accepted is byte[], String, and what a MessageConverter takes"
                    + (json == null ? "; for JSON, Jackson (tools.jackson.core:jackson-databind) is missing" : ""));
        }
        return new Encoded(bytes(converted, json), given);
    }

    private static byte[] bytes(Message<?> converted, MessageConverter by) {
        Object payload = converted.getPayload();
        if (payload instanceof byte[] bytes) {
            return bytes;
        }
        if (payload instanceof String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        throw new MessageConversionException("The converter " + by.getClass().getName() + " made a "
                + payload.getClass().getName() + " of the payload; accepted is byte[] or String");
    }

    private static String contentType(Map<String, ?> headers) {
        Object type = headers.get(MessageHeaders.CONTENT_TYPE);
        return type == null ? "" : " with content type " + type;
    }
}
