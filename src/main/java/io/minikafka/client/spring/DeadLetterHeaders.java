package io.minikafka.client.spring;

import io.minikafka.client.ConsumedMessage;
import io.minikafka.client.MessageHeader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The headers that dead letters have behind those of the original, all texts in UTF-8. When a dead letter becomes one
 * again, the latest of a name tells of the latest failure.
 */
public final class DeadLetterHeaders {
    /** The topic of the original. */
    public static final String TOPIC = "dlt-original-topic";

    /** Its partition, in digits. */
    public static final String PARTITION = "dlt-original-partition";

    /** Its offset, in digits. */
    public static final String OFFSET = "dlt-original-offset";

    /** When the original was appended, in ISO 8601. */
    public static final String TIMESTAMP = "dlt-original-timestamp";

    /** The group whose listener gave it up. */
    public static final String GROUP = "dlt-group";

    /** Name of the exception's class. */
    public static final String EXCEPTION_CLASS = "dlt-exception-class";

    /** The exception's text, at most {@value #MOST_CHARACTERS} characters of it; missing when it has none. */
    public static final String EXCEPTION_MESSAGE = "dlt-exception-message";

    static final int MOST_CHARACTERS = 1_000;

    private DeadLetterHeaders() {}

    static List<MessageHeader> of(ConsumedMessage original, String group, Throwable failure) {
        Throwable cause = failure instanceof BatchListenerFailedException && failure.getCause() != null
                ? failure.getCause()
                : failure;
        List<MessageHeader> headers = new ArrayList<>(original.headers());
        headers.add(MessageHeader.of(TOPIC, original.topic()));
        headers.add(MessageHeader.of(PARTITION, Integer.toString(original.partition())));
        headers.add(MessageHeader.of(OFFSET, Long.toString(original.offset())));
        headers.add(MessageHeader.of(TIMESTAMP, original.timestamp().toString()));
        headers.add(MessageHeader.of(GROUP, group));
        headers.add(MessageHeader.of(EXCEPTION_CLASS, cause.getClass().getName()));
        String text = bounded(cause.getMessage());
        if (text != null) {
            headers.add(MessageHeader.of(EXCEPTION_MESSAGE, text));
        }
        return headers;
    }

    private static @Nullable String bounded(@Nullable String text) {
        if (text == null || text.length() <= MOST_CHARACTERS) {
            return text;
        }
        // Not between the two halves of a character.
        int end = Character.isHighSurrogate(text.charAt(MOST_CHARACTERS - 1)) ? MOST_CHARACTERS - 1 : MOST_CHARACTERS;
        return text.substring(0, end);
    }
}
