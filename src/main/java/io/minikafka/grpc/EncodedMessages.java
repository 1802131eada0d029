package io.minikafka.grpc;

import com.google.protobuf.CodedOutputStream;
import io.grpc.MethodDescriptor.Marshaller;
import io.minikafka.store.ReadResult;
import io.minikafka.v1.PollResponse;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A {@code PollResponse} or {@code SubscribeResponse} of {@code minikafka.v1}, which are the same on the wire, encoded.
 *
 * @param bytes the encoded response
 * @param nextOffset where the next read goes on: after the last message that fitted
 */
record EncodedMessages(byte[] bytes, long nextOffset) {
    static final Marshaller<EncodedMessages> MARSHALLER = EncodedBytes.marshaller(EncodedMessages::bytes);

    private static final int MOST_BYTES_OF_NUMBERS = 4 * Wire.MOST_BYTES_OF_NUMBER;

    /** As many of the messages as fit into so many bytes of response, at least one when there is one. */
    static EncodedMessages of(ReadResult result, int maxBytes) {
        MessagesField messages = new MessagesField(
                PollResponse.MESSAGES_FIELD_NUMBER, result.messages(), maxBytes - MOST_BYTES_OF_NUMBERS);
        int count = messages.count();
        long next = count == 0
                ? result.nextOffset()
                : result.messages().get(count - 1).offset() + 1;
        byte[] bytes = new byte[Math.toIntExact(messages.bytes() + sizeOfNumbers(result, next))];
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            messages.writeTo(out);
            Wire.writeNumber(out, PollResponse.NEXT_OFFSET_FIELD_NUMBER, next);
            Wire.writeNumber(out, PollResponse.LOG_START_OFFSET_FIELD_NUMBER, result.logStartOffset());
            Wire.writeNumber(out, PollResponse.LOG_END_OFFSET_FIELD_NUMBER, result.logEndOffset());
            Wire.writeNumber(out, PollResponse.SKIPPED_FIELD_NUMBER, result.skipped());
            out.checkNoSpaceLeft();
        } catch (IOException e) {
            // The array is just as long as was computed.
            throw new UncheckedIOException(e);
        }
        return new EncodedMessages(bytes, next);
    }

    private static int sizeOfNumbers(ReadResult result, long next) {
        return Wire.sizeOfNumber(PollResponse.NEXT_OFFSET_FIELD_NUMBER, next)
                + Wire.sizeOfNumber(PollResponse.LOG_START_OFFSET_FIELD_NUMBER, result.logStartOffset())
                + Wire.sizeOfNumber(PollResponse.LOG_END_OFFSET_FIELD_NUMBER, result.logEndOffset())
                + Wire.sizeOfNumber(PollResponse.SKIPPED_FIELD_NUMBER, result.skipped());
    }
}
