package io.minikafka.client;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message as it was stored.
 *
 * @param offset dense and ascending within the partition, from 0
 * @param timestamp when it was appended, by the server's clock, in milliseconds; never decreases within a partition
 * @param key null when it was produced without one
 */
@SuppressWarnings("ArrayRecordComponent") // The arrays belong to the receiver; nobody compares messages by equals.
public record ConsumedMessage(
        String topic,
        int partition,
        long offset,
        Instant timestamp,
        byte @Nullable [] key,
        byte[] value,
        List<MessageHeader> headers) {

    /** The value read as UTF-8; malformed input becomes U+FFFD. */
    public String text() {
        return new String(value, StandardCharsets.UTF_8);
    }

    /** The key read as UTF-8, or null; malformed input becomes U+FFFD. */
    public @Nullable String keyText() {
        return key == null ? null : new String(key, StandardCharsets.UTF_8);
    }
}
