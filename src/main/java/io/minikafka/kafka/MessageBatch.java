package io.minikafka.kafka;

import io.minikafka.broker.FetchLimits;
import io.minikafka.store.StoredMessage;
import java.util.ArrayList;
import java.util.List;

/** The messages of one read, within its limits. For one thread. */
final class MessageBatch {
    /** What a message takes beside its content, about as in the local stores. */
    private static final int FRAMING_BYTES = 32;

    private final FetchLimits limits;
    private final List<StoredMessage> messages = new ArrayList<>();
    private long bytes;

    MessageBatch(FetchLimits limits) {
        this.limits = limits;
    }

    /** Takes the message if there is room; the first one always. */
    boolean add(StoredMessage message) {
        long size = message.size() + FRAMING_BYTES;
        if (isFull() || (!messages.isEmpty() && bytes + size > limits.maxBytes())) {
            return false;
        }
        messages.add(message);
        bytes += size;
        return true;
    }

    /** Whether not even the smallest message has room. */
    boolean isFull() {
        return messages.size() >= limits.maxMessages()
                || (!messages.isEmpty() && bytes + FRAMING_BYTES > limits.maxBytes());
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    List<StoredMessage> messages() {
        return List.copyOf(messages);
    }
}
