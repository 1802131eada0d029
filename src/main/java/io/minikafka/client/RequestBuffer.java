package io.minikafka.client;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.minikafka.v1.Header;
import io.minikafka.v1.Message;
import io.minikafka.v1.ProduceStreamRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.ConcurrentModificationException;

/**
 * One {@link ProduceStreamRequest}, encoded while its messages arrive, since the generated classes would cost two
 * objects and a second pass for every message:
 *
 * <pre>
 *   topic   0x0a length name
 *   message 0x12 length [0x0a length key] 0x12 length value {0x1a length header} [0x20 partition]
 *   message 0x12 length …
 * </pre>
 *
 * It names the topic always, so that it can be the first request of any stream. Not safe for use by several threads.
 */
final class RequestBuffer {
    private byte[] bytes;
    private CodedOutputStream out;

    /** @param bytes where to write, as long as there is room; nobody else may use it */
    RequestBuffer(String topic, byte[] bytes) {
        this.bytes = bytes;
        this.out = CodedOutputStream.newInstance(bytes);
        int topicSize = CodedOutputStream.computeStringSize(ProduceStreamRequest.TOPIC_FIELD_NUMBER, topic);
        ensureCapacity(topicSize);
        try {
            out.writeString(ProduceStreamRequest.TOPIC_FIELD_NUMBER, topic);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The bytes of the message's fields, which {@link #add} needs and {@link #framedSize} frames. */
    static int sizeOf(ProducerMessage message) {
        int size = CodedOutputStream.computeByteArraySize(Message.VALUE_FIELD_NUMBER, message.value());
        if (message.key() != null) {
            size += CodedOutputStream.computeByteArraySize(Message.KEY_FIELD_NUMBER, message.key());
        }
        if (!message.headers().isEmpty()) {
            for (MessageHeader header : message.headers()) {
                size += framedSize(sizeOf(header));
            }
        }
        if (message.partition() != null) {
            size += CodedOutputStream.computeInt32Size(Message.PARTITION_FIELD_NUMBER, message.partition());
        }
        return size;
    }

    /** What a submessage of this size takes; all field numbers here fit a tag of one byte. */
    static int framedSize(int size) {
        return 1 + CodedOutputStream.computeUInt32SizeNoTag(size) + size;
    }

    /** @param size what {@link #sizeOf} says of the message */
    void add(ProducerMessage message, int size) {
        int before = length();
        int after = before + framedSize(size);
        ensureCapacity(after);
        try {
            writeFrame(ProduceStreamRequest.MESSAGES_FIELD_NUMBER, size);
            write(message);
            if (length() == after) {
                return;
            }
        } catch (CodedOutputStream.OutOfSpaceException grewMeanwhile) {
            // Falls through: what was begun is taken back.
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        out = CodedOutputStream.newInstance(bytes, before, bytes.length - before);
        throw new ConcurrentModificationException("The message's headers changed while it was being sent");
    }

    void add(Message message) {
        ensureCapacity(length() + framedSize(message.getSerializedSize()));
        try {
            out.writeMessage(ProduceStreamRequest.MESSAGES_FIELD_NUMBER, message);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    int length() {
        return bytes.length - out.spaceLeft();
    }

    /** The request so far. Reads this buffer's own bytes: add nothing while it is in use. */
    EncodedRequest encoded() {
        return new EncodedRequest(bytes, length());
    }

    /** What it writes to, for another request once this one is no longer needed. */
    byte[] bytes() {
        return bytes;
    }

    private void write(ProducerMessage message) throws IOException {
        if (message.key() != null) {
            out.writeByteArray(Message.KEY_FIELD_NUMBER, message.key());
        }
        out.writeByteArray(Message.VALUE_FIELD_NUMBER, message.value());
        if (!message.headers().isEmpty()) {
            for (MessageHeader header : message.headers()) {
                writeFrame(Message.HEADERS_FIELD_NUMBER, sizeOf(header));
                out.writeString(Header.NAME_FIELD_NUMBER, header.name());
                out.writeByteArray(Header.VALUE_FIELD_NUMBER, header.value());
            }
        }
        if (message.partition() != null) {
            out.writeInt32(Message.PARTITION_FIELD_NUMBER, message.partition());
        }
    }

    private void writeFrame(int field, int size) throws IOException {
        out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        out.writeUInt32NoTag(size);
    }

    private static int sizeOf(MessageHeader header) {
        return CodedOutputStream.computeStringSize(Header.NAME_FIELD_NUMBER, header.name())
                + CodedOutputStream.computeByteArraySize(Header.VALUE_FIELD_NUMBER, header.value());
    }

    private void ensureCapacity(int needed) {
        if (needed > bytes.length) {
            int length = length();
            bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
            out = CodedOutputStream.newInstance(bytes, length, bytes.length - length);
        }
    }
}
