package io.minikafka.store.memory;

import io.minikafka.store.Bytes;
import io.minikafka.store.Header;
import io.minikafka.store.Message;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages cut loose from arrays much larger than they are, such as the receive buffer they came in, which they would
 * keep alive for as long as they are retained. What is about as large as its array is kept as it is, not copied.
 */
final class CompactMessages {
    /** Below this, what would be saved is no more than the copy's own array header. */
    private static final int TOLERATED_WASTE = 64;

    private CompactMessages() {}

    static List<Message> of(List<Message> messages) {
        for (Message message : messages) {
            if (wastes(message)) {
                List<Message> compact = new ArrayList<>(messages.size());
                messages.forEach(each -> compact.add(compact(each)));
                return compact;
            }
        }
        return messages;
    }

    private static boolean wastes(Message message) {
        return wastes(message.value())
                || wastes(message.key())
                || (!message.headers().isEmpty()
                        && message.headers().stream().anyMatch(header -> wastes(header.value())));
    }

    private static boolean wastes(@Nullable Bytes bytes) {
        return bytes != null
                && bytes.with((array, start, length) -> array.length - length > Math.max(length, TOLERATED_WASTE));
    }

    private static Message compact(Message message) {
        Bytes key = message.key();
        List<Header> headers = message.headers().isEmpty()
                ? List.of()
                : message.headers().stream()
                        .map(header -> new Header(header.name(), compact(header.value())))
                        .toList();
        return new Message(key == null ? null : compact(key), compact(message.value()), headers);
    }

    private static Bytes compact(Bytes bytes) {
        return wastes(bytes) ? bytes.compact() : bytes;
    }
}
