package io.minikafka.grpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.Status;
import io.minikafka.broker.Placement;
import io.minikafka.store.Bytes;
import io.minikafka.store.Header;
import io.minikafka.store.Message;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@code ProduceRequest} or {@code ProduceStreamRequest} of {@code minikafka.v1}, which are the same on the wire.
 *
 * <p>Read from the wire without the generated classes: keys and values are slices of the one array the request came in,
 * and nothing is made for a message but the message. Why is in docs/performance.md.
 *
 * @param topic empty when absent
 */
record ProduceBatch(String topic, List<Message> messages, Placement placement) {
    static final Marshaller<ProduceBatch> MARSHALLER = new Marshaller<>() {
        @Override
        public InputStream stream(ProduceBatch batch) {
            throw new UnsupportedOperationException("Servers receive requests only");
        }

        @Override
        public ProduceBatch parse(InputStream request) {
            try {
                return new Decoder(allOf(request)).request();
            } catch (InvalidProtocolBufferException e) {
                throw Status.INVALID_ARGUMENT
                        .withDescription("The request is no valid protobuf: " + e.getMessage())
                        .withCause(e)
                        .asRuntimeException();
            } catch (IOException e) {
                throw Status.INTERNAL
                        .withDescription("The request cannot be read")
                        .withCause(e)
                        .asRuntimeException();
            }
        }
    };

    private static byte[] allOf(InputStream request) throws IOException {
        if (request instanceof KnownLength) {
            byte[] bytes = new byte[request.available()];
            int read = request.readNBytes(bytes, 0, bytes.length);
            assert read == bytes.length;
            return bytes;
        }
        // Compressed; gRPC bounds what comes out.
        return request.readAllBytes();
    }

    /** Reads the fields of {@code minikafka/v1/message.proto} and {@code message_service.proto}; skips others. */
    private static final class Decoder {
        // Tags are the field's number and wire type: number * 8 + 2 for what has a length, + 0 for a varint.
        private static final int END = 0;
        private static final int REQUEST_TOPIC = 10;
        private static final int REQUEST_MESSAGES = 18;
        private static final int MESSAGE_KEY = 10;
        private static final int MESSAGE_VALUE = 18;
        private static final int MESSAGE_HEADERS = 26;
        private static final int MESSAGE_PARTITION = 32;
        private static final int HEADER_NAME = 10;
        private static final int HEADER_VALUE = 18;

        private final byte[] bytes;
        private final CodedInputStream in;
        private final List<Message> messages = new ArrayList<>();

        /** One entry a message from the first that names a partition on; null until then. */
        private @Nullable List<@Nullable Integer> partitions;

        Decoder(byte[] bytes) {
            this.bytes = bytes;
            this.in = CodedInputStream.newInstance(bytes);
        }

        ProduceBatch request() throws IOException {
            String topic = "";
            for (int tag = in.readTag(); tag != END; tag = in.readTag()) {
                switch (tag) {
                    case REQUEST_TOPIC -> topic = in.readStringRequireUtf8();
                    case REQUEST_MESSAGES -> message();
                    default -> skip(tag);
                }
            }
            Placement placement = partitions == null ? Placement.BY_KEY : new Placement.Explicit(partitions);
            return new ProduceBatch(topic, messages, placement);
        }

        private void message() throws IOException {
            int limit = in.pushLimit(in.readRawVarint32());
            Bytes key = null;
            Bytes value = Bytes.EMPTY;
            List<Header> headers = List.of();
            Integer partition = null;
            for (int tag = in.readTag(); tag != END; tag = in.readTag()) {
                switch (tag) {
                    case MESSAGE_KEY -> key = slice();
                    case MESSAGE_VALUE -> value = slice();
                    case MESSAGE_HEADERS -> {
                        headers = headers.isEmpty() ? new ArrayList<>() : headers;
                        headers.add(header());
                    }
                    case MESSAGE_PARTITION -> partition = in.readInt32();
                    default -> skip(tag);
                }
            }
            in.popLimit(limit);
            note(partition);
            messages.add(new Message(key, value, headers));
        }

        private void note(@Nullable Integer partition) {
            if (partition != null && partitions == null) {
                partitions = new ArrayList<>();
                for (int i = 0; i < messages.size(); i++) {
                    partitions.add(null);
                }
            }
            if (partitions != null) {
                partitions.add(partition);
            }
        }

        private Header header() throws IOException {
            int limit = in.pushLimit(in.readRawVarint32());
            String name = "";
            Bytes value = Bytes.EMPTY;
            for (int tag = in.readTag(); tag != END; tag = in.readTag()) {
                switch (tag) {
                    case HEADER_NAME -> name = in.readStringRequireUtf8();
                    case HEADER_VALUE -> value = slice();
                    default -> skip(tag);
                }
            }
            in.popLimit(limit);
            return new Header(name, value);
        }

        /** As the generated classes do with fields they do not know, down to what they refuse. */
        private void skip(int tag) throws IOException {
            if (!UnknownFieldSet.newBuilder().mergeFieldFrom(tag, in)) {
                throw new InvalidProtocolBufferException("A group ends that did not begin.");
            }
        }

        private Bytes slice() throws IOException {
            int length = in.readRawVarint32();
            int start = in.getTotalBytesRead();
            in.skipRawBytes(length);
            return Bytes.wrap(bytes, start, length);
        }
    }
}
