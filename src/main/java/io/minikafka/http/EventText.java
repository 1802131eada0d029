package io.minikafka.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Server-Sent Events as bytes, as the HTML standard has them. */
final class EventText {
    /** What nobody hears, but whose sending shows whether the other end is there. */
    static final byte[] HEARTBEAT = utf8(":\n\n");

    private EventText() {}

    /** Sets a client's last event id and how long it waits before it reconnects; no event is told of it. */
    static byte[] opening(String id, long retryMillis) {
        return utf8("retry: " + retryMillis + "\nid: " + id + "\n\n");
    }

    /**
     * An event.
     *
     * @param type {@code message} is the default one
     * @param data one line
     */
    static byte[] event(String type, String id, byte[] data) {
        byte[] head = utf8((type.equals("message") ? "" : "event: " + type + "\n") + "id: " + id + "\ndata: ");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(head.length + data.length + 2);
        bytes.writeBytes(head);
        bytes.writeBytes(data);
        bytes.write('\n');
        bytes.write('\n');
        return bytes.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
