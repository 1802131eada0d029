package io.minikafka.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message to append.
 *
 * @param key equal keys belong to one partition; null for none, which is not the same as an empty key
 * @param value may be empty
 * @param headers in the order in which readers get them; must not change any more
 */
public record Message(@Nullable Bytes key, Bytes value, List<Header> headers) {
    private static final int HEADER_OVERHEAD_BYTES = 8;

    public static Message of(Bytes value) {
        return new Message(null, value, List.of());
    }

    public static Message of(@Nullable Bytes key, Bytes value) {
        return new Message(key, value, List.of());
    }

    public static Message utf8(String value) {
        return of(Bytes.utf8(value));
    }

    /** Bytes of key, value and headers: what counts against {@link StoreLimits#maxMessageBytes()}. */
    public long size() {
        return sizeOf(key, value, headers);
    }

    static long sizeOf(@Nullable Bytes key, Bytes value, List<Header> headers) {
        long size = value.length();
        if (key != null) {
            size += key.length();
        }
        if (!headers.isEmpty()) {
            for (Header header : headers) {
                // At most 3 bytes a char in UTF-8; the bound needs no exact count. What is there once for each header
                // counts, too: millions of empty ones would fit otherwise.
                size += HEADER_OVERHEAD_BYTES
                        + 3L * header.name().length()
                        + header.value().length();
            }
        }
        return size;
    }
}
