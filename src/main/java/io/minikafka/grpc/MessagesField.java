package io.minikafka.grpc;

import com.google.protobuf.CodedOutputStream;
import io.minikafka.store.Bytes;
import io.minikafka.store.Header;
import io.minikafka.store.StoredMessage;
import java.io.IOException;
import java.util.List;

/**
 * A field {@code repeated StoredMessage} of a {@code minikafka.v1} response, of as many messages as fit. Written without
 * the generated classes: nothing is made for a message, its bytes are copied once. Not safe for use by several threads.
 */
final class MessagesField {
    // Fields of minikafka.v1.StoredMessage.
    private static final int OFFSET = 1;
    private static final int TIMESTAMP = 2;
    private static final int KEY = 3;
    private static final int VALUE = 4;
    private static final int HEADERS = 5;
    // Fields of minikafka.v1.Header.
    private static final int NAME = 1;
    private static final int HEADER_VALUE = 2;

    private final int field;
    private final List<StoredMessage> messages;
    private final int[] sizes;
    private final int count;
    private final long bytes;

    /** All messages of an append have the same time, so it is encoded once for all of them. */
    private byte[] timestamp = {};

    private long timestampMillis = Long.MIN_VALUE;

    /**
     * @param field its number
     * @param messages from the first on, those that fit; at least one when there is one
     */
    MessagesField(int field, List<StoredMessage> messages, long maxBytes) {
        this.field = field;
        this.messages = messages;
        sizes = new int[messages.size()];
        long total = 0;
        int fitting = 0;
        for (; fitting < sizes.length; fitting++) {
            sizes[fitting] = sizeOf(messages.get(fitting));
            int size = Wire.sizeOfLengthDelimited(field, sizes[fitting]);
            if (fitting > 0 && total + size > maxBytes) {
                break;
            }
            total += size;
        }
        count = fitting;
        bytes = total;
    }

    /** How many messages fitted. */
    int count() {
        return count;
    }

    /** What the field needs. */
    long bytes() {
        return bytes;
    }

    void writeTo(CodedOutputStream out) throws IOException {
        for (int i = 0; i < count; i++) {
            Wire.writeLength(out, field, sizes[i]);
            write(out, messages.get(i));
        }
    }

    private byte[] timestamp(StoredMessage message) {
        if (message.timestamp() != timestampMillis) {
            timestampMillis = message.timestamp();
            timestamp = ProtoTime.ofEpochMilli(timestampMillis).toByteArray();
        }
        return timestamp;
    }

    private int sizeOf(StoredMessage message) {
        int size = Wire.sizeOfNumber(OFFSET, message.offset())
                + Wire.sizeOfLengthDelimited(TIMESTAMP, timestamp(message).length);
        Bytes key = message.key();
        if (key != null) {
            size += Wire.sizeOfLengthDelimited(KEY, key.length());
        }
        if (message.value().length() > 0) {
            size += Wire.sizeOfLengthDelimited(VALUE, message.value().length());
        }
        for (int i = 0; i < message.headers().size(); i++) {
            size += Wire.sizeOfLengthDelimited(HEADERS, sizeOf(message.headers().get(i)));
        }
        return size;
    }

    private static int sizeOf(Header header) {
        return Wire.sizeOfString(NAME, header.name())
                + (header.value().length() == 0
                        ? 0
                        : Wire.sizeOfLengthDelimited(
                                HEADER_VALUE, header.value().length()));
    }

    private void write(CodedOutputStream out, StoredMessage message) throws IOException {
        Wire.writeNumber(out, OFFSET, message.offset());
        out.writeByteArray(TIMESTAMP, timestamp(message));
        Bytes key = message.key();
        if (key != null) {
            write(out, KEY, key);
        }
        if (message.value().length() > 0) {
            write(out, VALUE, message.value());
        }
        for (int i = 0; i < message.headers().size(); i++) {
            Header header = message.headers().get(i);
            Wire.writeLength(out, HEADERS, sizeOf(header));
            Wire.writeString(out, NAME, header.name());
            if (header.value().length() > 0) {
                write(out, HEADER_VALUE, header.value());
            }
        }
    }

    private static void write(CodedOutputStream out, int field, Bytes bytes) throws IOException {
        Wire.writeLength(out, field, bytes.length());
        bytes.writeTo(out::write);
    }
}
