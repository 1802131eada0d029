package io.minikafka.broker;

import io.minikafka.store.StoredMessage;
import io.minikafka.store.TopicPartition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a group's member got.
 *
 * @param partition the one that all messages are from; null when nothing came in time
 * @param messages oldest first
 * @param skipped how many messages of the partition left by retention before the group had read them; they lie right
 *     before these
 */
public record Delivery(@Nullable TopicPartition partition, List<StoredMessage> messages, long skipped) {
    /** Nothing came in time. */
    public static final Delivery NOTHING = new Delivery(null, List.of(), 0);

    public boolean isEmpty() {
        return messages.isEmpty();
    }
}
