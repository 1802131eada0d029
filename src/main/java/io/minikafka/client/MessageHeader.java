package io.minikafka.client;

import java.nio.charset.StandardCharsets;

/** One header of a message. Names may repeat within a message, and order is kept. */
@SuppressWarnings("ArrayRecordComponent") // Bytes are what headers are made of; nobody compares them by equals.
public record MessageHeader(String name, byte[] value) {
    public static MessageHeader of(String name, String utf8Value) {
        return new MessageHeader(name, utf8Value.getBytes(StandardCharsets.UTF_8));
    }

    /** The value read as UTF-8; malformed input becomes U+FFFD. */
    public String text() {
        return new String(value, StandardCharsets.UTF_8);
    }
}
