package io.minikafka.grpc;

import com.google.protobuf.CodedOutputStream;
import io.minikafka.store.StoredMessage;
import io.minikafka.store.TopicPartition;
import io.minikafka.v1.ConsumeResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A {@code ConsumeResponse} of {@code minikafka.v1} with messages, encoded.
 *
 * @param bytes the encoded response
 * @param count how many of the messages fitted
 */
record EncodedDelivery(byte[] bytes, int count) {
    /** The tag and the length of what is around all. */
    private static final int MOST_BYTES_OF_LENGTH = 1 + 5;

    /** As many of the messages as fit into so many bytes of response, at least one when there is one. */
    static EncodedDelivery of(TopicPartition partition, List<StoredMessage> messages, long skipped, int maxBytes) {
        String topic = partition.topic().value();
        int ofOthers = Wire.sizeOfString(ConsumeResponse.Messages.TOPIC_FIELD_NUMBER, topic)
                + Wire.sizeOfNumber(ConsumeResponse.Messages.PARTITION_FIELD_NUMBER, partition.partition())
                + Wire.sizeOfNumber(ConsumeResponse.Messages.SKIPPED_FIELD_NUMBER, skipped);
        MessagesField field = new MessagesField(
                ConsumeResponse.Messages.MESSAGES_FIELD_NUMBER, messages, maxBytes - ofOthers - MOST_BYTES_OF_LENGTH);
        int length = Math.toIntExact(ofOthers + field.bytes());
        byte[] bytes = new byte[Wire.sizeOfLengthDelimited(ConsumeResponse.MESSAGES_FIELD_NUMBER, length)];
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            Wire.writeLength(out, ConsumeResponse.MESSAGES_FIELD_NUMBER, length);
            Wire.writeString(out, ConsumeResponse.Messages.TOPIC_FIELD_NUMBER, topic);
            Wire.writeNumber(out, ConsumeResponse.Messages.PARTITION_FIELD_NUMBER, partition.partition());
            field.writeTo(out);
            Wire.writeNumber(out, ConsumeResponse.Messages.SKIPPED_FIELD_NUMBER, skipped);
            out.checkNoSpaceLeft();
        } catch (IOException e) {
            // The array is just as long as was computed.
            throw new UncheckedIOException(e);
        }
        return new EncodedDelivery(bytes, field.count());
    }
}
