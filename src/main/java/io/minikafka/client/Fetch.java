package io.minikafka.client;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.minikafka.v1.PollResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What one read returned.
 *
 * @param nextOffset where the next read goes on
 * @param skipped how many messages between the asked offset and the first retained one had left by retention
 */
record Fetch(List<ConsumedMessage> messages, long nextOffset, long skipped) {

    /** Decodes {@code PollResponse} and {@code SubscribeResponse}, which have the same fields. */
    static final class Decoder extends ResponseDecoder<Fetch> {
        private final String topic;
        private final int partition;
        // A hint: it does not matter which thread's last value another thread sees.
        private int lastCount;

        Decoder(String topic, int partition) {
            this.topic = topic;
            this.partition = partition;
        }

        @Override
        Fetch decode(CodedInputStream in) throws IOException {
            // One response is mostly like the one before it.
            List<ConsumedMessage> messages = new ArrayList<>(lastCount);
            long nextOffset = 0;
            long skipped = 0;
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (WireFormat.getTagFieldNumber(tag)) {
                    case PollResponse.MESSAGES_FIELD_NUMBER -> messages.add(message(in, topic, partition));
                    case PollResponse.NEXT_OFFSET_FIELD_NUMBER -> nextOffset = in.readInt64();
                    case PollResponse.SKIPPED_FIELD_NUMBER -> skipped = in.readInt64();
                    default -> in.skipField(tag);
                }
            }
            lastCount = messages.size();
            return new Fetch(messages, nextOffset, skipped);
        }
    }
}
