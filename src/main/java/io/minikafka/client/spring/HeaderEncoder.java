package io.minikafka.client.spring;

import io.minikafka.client.MessageHeader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.beans.BeanUtils;
import org.springframework.messaging.MessageHeaders;
import org.springframework.util.MimeType;

/** Makes headers of a message of what Spring's messages have: names with objects. */
final class HeaderEncoder {
    /** What Spring gives every message of its own, and what has a meaning in this process only. */
    private static final Set<String> STAY_HERE = Set.of(
            MessageHeaders.ID, MessageHeaders.TIMESTAMP, MessageHeaders.REPLY_CHANNEL, MessageHeaders.ERROR_CHANNEL);

    private HeaderEncoder() {}

    /** @throws IllegalArgumentException for a value that is neither bytes nor has a plain text */
    static List<MessageHeader> encode(Map<String, ?> headers) {
        if (headers.isEmpty()) {
            return List.of();
        }
        List<MessageHeader> encoded = new ArrayList<>(headers.size());
        headers.forEach((name, value) -> {
            if (!STAY_HERE.contains(name) && !name.startsWith(MinikafkaHeaders.PREFIX)) {
                add(encoded, name, value);
            }
        });
        return encoded;
    }

    static List<MessageHeader> joined(List<MessageHeader> first, List<MessageHeader> second) {
        if (first.isEmpty() || second.isEmpty()) {
            return first.isEmpty() ? second : first;
        }
        List<MessageHeader> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private static void add(List<MessageHeader> encoded, String name, Object value) {
        if (value instanceof byte[] bytes) {
            encoded.add(new MessageHeader(name, bytes));
        } else if (value instanceof Collection<?> several) {
            several.forEach(one -> add(encoded, name, one));
        } else if (value != null && isPlain(value)) {
            encoded.add(MessageHeader.of(name, value.toString()));
        } else {
            throw new IllegalArgumentException("The header '" + name + "' is "
                    + (value == null ? "null" : "of type " + value.getClass().getName())
                    + "; accepted are byte[], text, numbers, booleans, enums, dates, UUIDs, and collections of these");
        }
    }

    private static boolean isPlain(Object value) {
        return BeanUtils.isSimpleValueType(value.getClass()) || value instanceof MimeType;
    }
}
