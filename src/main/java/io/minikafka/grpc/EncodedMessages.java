package io.minikafka.grpc;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.Marshaller;
import io.minikafka.store.Bytes;
import io.minikafka.store.Header;
import io.minikafka.store.ReadResult;
import io.minikafka.store.StoredMessage;
import io.minikafka.v1.PollResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A {@code PollResponse} or {@code SubscribeResponse} of {@code minikafka.v1}, which are the same on the wire, encoded.
 *
 * <p>Written without the generated classes: nothing is made for a message, its bytes are copied once.
 *
 * @param bytes the encoded response
 * @param nextOffset where the next read goes on: after the last message that fitted
 */
record EncodedMessages(byte[] bytes, long nextOffset) {
    static final Marshaller<EncodedMessages> MARSHALLER = new Marshaller<>() {
        @Override
        public InputStream stream(EncodedMessages messages) {
            return new Encoded(messages.bytes);
        }

        @Override
        public EncodedMessages parse(InputStream response) {
            throw new UnsupportedOperationException("Servers send responses only");
        }
    };

    /** Lets gRPC take the bytes in one piece. */
    private static final class Encoded extends ByteArrayInputStream implements KnownLength, Drainable {
        Encoded(byte[] bytes) {
            super(bytes);
        }

        @Override
        public int drainTo(OutputStream target) throws IOException {
            int drained = count - pos;
            target.write(buf, pos, drained);
            pos = count;
            return drained;
        }
    }

    /** As many of the messages as fit into so many bytes of response, at least one when there is one. */
    static EncodedMessages of(ReadResult result, int maxBytes) {
        try {
            return new Encoder(result, maxBytes).encode();
        } catch (IOException e) {
            // The array is just as long as was computed.
            throw new UncheckedIOException(e);
        }
    }

    private static final class Encoder {
        // Fields of minikafka.v1.StoredMessage.
        private static final int OFFSET = 1;
        private static final int TIMESTAMP = 2;
        private static final int KEY = 3;
        private static final int VALUE = 4;
        private static final int HEADERS = 5;
        // Fields of minikafka.v1.Header.
        private static final int NAME = 1;
        private static final int HEADER_VALUE = 2;

        private final ReadResult result;
        private final List<StoredMessage> messages;
        private final int maxBytes;

        /** All messages of an append have the same time, so it is encoded once for all of them. */
        private byte[] timestamp = {};

        private long timestampMillis = Long.MIN_VALUE;

        Encoder(ReadResult result, int maxBytes) {
            this.result = result;
            this.messages = result.messages();
            this.maxBytes = maxBytes;
        }

        EncodedMessages encode() throws IOException {
            int[] sizes = new int[messages.size()];
            long numbers = 4L * CodedOutputStream.computeInt64Size(1, -1);
            long total = 0;
            int count = 0;
            for (; count < sizes.length; count++) {
                sizes[count] = sizeOf(messages.get(count));
                int field = lengthDelimited(PollResponse.MESSAGES_FIELD_NUMBER, sizes[count]);
                if (count > 0 && total + field + numbers > maxBytes) {
                    break;
                }
                total += field;
            }
            long next =
                    count == 0 ? result.nextOffset() : messages.get(count - 1).offset() + 1;
            byte[] bytes = new byte[Math.toIntExact(total + sizeOfNumbers(next))];
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            for (int i = 0; i < count; i++) {
                out.writeTag(PollResponse.MESSAGES_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
                out.writeUInt32NoTag(sizes[i]);
                write(out, messages.get(i));
            }
            writeNumber(out, PollResponse.NEXT_OFFSET_FIELD_NUMBER, next);
            writeNumber(out, PollResponse.LOG_START_OFFSET_FIELD_NUMBER, result.logStartOffset());
            writeNumber(out, PollResponse.LOG_END_OFFSET_FIELD_NUMBER, result.logEndOffset());
            writeNumber(out, PollResponse.SKIPPED_FIELD_NUMBER, result.skipped());
            out.checkNoSpaceLeft();
            return new EncodedMessages(bytes, next);
        }

        private int sizeOfNumbers(long next) {
            return sizeOfNumber(PollResponse.NEXT_OFFSET_FIELD_NUMBER, next)
                    + sizeOfNumber(PollResponse.LOG_START_OFFSET_FIELD_NUMBER, result.logStartOffset())
                    + sizeOfNumber(PollResponse.LOG_END_OFFSET_FIELD_NUMBER, result.logEndOffset())
                    + sizeOfNumber(PollResponse.SKIPPED_FIELD_NUMBER, result.skipped());
        }

        /** Proto3 leaves zeros out. */
        private static int sizeOfNumber(int field, long number) {
            return number == 0 ? 0 : CodedOutputStream.computeInt64Size(field, number);
        }

        private static void writeNumber(CodedOutputStream out, int field, long number) throws IOException {
            if (number != 0) {
                out.writeInt64(field, number);
            }
        }

        private static int lengthDelimited(int field, int length) {
            return CodedOutputStream.computeTagSize(field) + CodedOutputStream.computeUInt32SizeNoTag(length) + length;
        }

        private byte[] timestamp(StoredMessage message) {
            if (message.timestamp() != timestampMillis) {
                timestampMillis = message.timestamp();
                timestamp = ProtoTime.ofEpochMilli(timestampMillis).toByteArray();
            }
            return timestamp;
        }

        private int sizeOf(StoredMessage message) {
            int size = sizeOfNumber(OFFSET, message.offset()) + lengthDelimited(TIMESTAMP, timestamp(message).length);
            Bytes key = message.key();
            if (key != null) {
                size += lengthDelimited(KEY, key.length());
            }
            if (message.value().length() > 0) {
                size += lengthDelimited(VALUE, message.value().length());
            }
            for (int i = 0; i < message.headers().size(); i++) {
                size += lengthDelimited(HEADERS, sizeOf(message.headers().get(i)));
            }
            return size;
        }

        private static int sizeOf(Header header) {
            return (header.name().isEmpty() ? 0 : CodedOutputStream.computeStringSize(NAME, header.name()))
                    + (header.value().length() == 0
                            ? 0
                            : lengthDelimited(HEADER_VALUE, header.value().length()));
        }

        private void write(CodedOutputStream out, StoredMessage message) throws IOException {
            writeNumber(out, OFFSET, message.offset());
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
                out.writeTag(HEADERS, WireFormat.WIRETYPE_LENGTH_DELIMITED);
                out.writeUInt32NoTag(sizeOf(header));
                if (!header.name().isEmpty()) {
                    out.writeString(NAME, header.name());
                }
                if (header.value().length() > 0) {
                    write(out, HEADER_VALUE, header.value());
                }
            }
        }

        private static void write(CodedOutputStream out, int field, Bytes bytes) throws IOException {
            out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            out.writeUInt32NoTag(bytes.length());
            bytes.writeTo(out::write);
        }
    }
}
