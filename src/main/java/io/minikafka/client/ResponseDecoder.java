package io.minikafka.client;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import com.google.protobuf.WireFormat;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.Status;
import io.minikafka.v1.Header;
import io.minikafka.v1.StoredMessage;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes responses with messages right into what users get: the generated classes would cost four objects and another
 * copy of the value for every message. Safe for use by many threads.
 */
abstract class ResponseDecoder<T> implements Marshaller<T> {
    private static final byte[] NO_BYTES = {};

    // A hint: it does not matter which thread's last value another thread sees.
    private Instant lastTimestamp = Instant.EPOCH;

    abstract T decode(CodedInputStream in) throws IOException;

    @Override
    public final InputStream stream(T response) {
        throw new UnsupportedOperationException("Responses are written by servers and read by clients");
    }

    @Override
    public final T parse(InputStream stream) {
        try {
            return decode(CodedInputStream.newInstance(bytesOf(stream)));
        } catch (IOException malformed) {
            throw Status.INTERNAL
                    .withDescription("The server's response is malformed")
                    .withCause(malformed)
                    .asRuntimeException();
        }
    }

    private static byte[] bytesOf(InputStream stream) throws IOException {
        // What gRPC has not compressed has a length, which saves growing into it.
        if (!(stream instanceof KnownLength)) {
            return stream.readAllBytes();
        }
        byte[] bytes = new byte[stream.available()];
        stream.readNBytes(bytes, 0, bytes.length);
        return bytes;
    }

    /** A {@code StoredMessage}, with its length before it. */
    final ConsumedMessage message(CodedInputStream in, String topic, int partition) throws IOException {
        long offset = 0;
        Instant timestamp = Instant.EPOCH;
        byte @Nullable [] key = null;
        byte[] value = NO_BYTES;
        List<MessageHeader> headers = List.of();
        int end = in.pushLimit(in.readRawVarint32());
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case StoredMessage.OFFSET_FIELD_NUMBER -> offset = in.readInt64();
                case StoredMessage.TIMESTAMP_FIELD_NUMBER -> timestamp = timestamp(in);
                case StoredMessage.KEY_FIELD_NUMBER -> key = in.readByteArray();
                case StoredMessage.VALUE_FIELD_NUMBER -> value = in.readByteArray();
                case StoredMessage.HEADERS_FIELD_NUMBER -> {
                    if (headers.isEmpty()) {
                        headers = new ArrayList<>();
                    }
                    headers.add(header(in));
                }
                default -> in.skipField(tag);
            }
        }
        in.popLimit(end);
        return new ConsumedMessage(topic, partition, offset, timestamp, key, value, headers);
    }

    /** Messages of one append share a timestamp, so the last one is mostly the next one. */
    private Instant timestamp(CodedInputStream in) throws IOException {
        long seconds = 0;
        int nanos = 0;
        int end = in.pushLimit(in.readRawVarint32());
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case Timestamp.SECONDS_FIELD_NUMBER -> seconds = in.readInt64();
                case Timestamp.NANOS_FIELD_NUMBER -> nanos = in.readInt32();
                default -> in.skipField(tag);
            }
        }
        in.popLimit(end);
        Instant last = lastTimestamp;
        if (last.getEpochSecond() == seconds && last.getNano() == nanos) {
            return last;
        }
        try {
            Instant timestamp = Instant.ofEpochSecond(seconds, nanos);
            lastTimestamp = timestamp;
            return timestamp;
        } catch (RuntimeException outOfRange) {
            throw new InvalidProtocolBufferException(new IOException("Illegal timestamp", outOfRange));
        }
    }

    private static MessageHeader header(CodedInputStream in) throws IOException {
        String name = "";
        byte[] value = NO_BYTES;
        int end = in.pushLimit(in.readRawVarint32());
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case Header.NAME_FIELD_NUMBER -> name = in.readStringRequireUtf8();
                case Header.VALUE_FIELD_NUMBER -> value = in.readByteArray();
                default -> in.skipField(tag);
            }
        }
        in.popLimit(end);
        return new MessageHeader(name, value);
    }
}
