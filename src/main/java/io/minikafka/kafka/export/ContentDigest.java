package io.minikafka.kafka.export;

import io.minikafka.store.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 over messages in their order, each as its timestamp, key, value and headers, with the length before everything
 * that has one: what differs in any bit, or in where one part ends and the next begins, has another digest. For one
 * thread.
 *
 * <pre>
 * message: timestamp (8 bytes)  bytes (key)  bytes (value)  number of headers (4)  headers
 * header:  bytes (name, UTF-8)  bytes (value)
 * bytes:   length (4; -1 for none)  content                       numbers are big-endian
 * </pre>
 */
final class ContentDigest {
    private static final int NONE = -1;

    private final MessageDigest digest;
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

    ContentDigest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    void add(Content message) {
        update(message.timestamp(), Long.BYTES);
        update(message.key());
        update(message.value());
        update(message.headers().size(), Integer.BYTES);
        for (Content.Field header : message.headers()) {
            update(Bytes.wrap(header.name().getBytes(StandardCharsets.UTF_8)));
            update(header.value());
        }
    }

    private void update(@Nullable Bytes bytes) {
        update(bytes == null ? NONE : bytes.length(), Integer.BYTES);
        if (bytes != null) {
            digest.update(bytes.asByteBuffer());
        }
    }

    private void update(long value, int size) {
        number.clear().putLong(value);
        digest.update(number.array(), Long.BYTES - size, size);
    }

    /** Of all that was added, in hexadecimal digits. To be called once, at the end. */
    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
