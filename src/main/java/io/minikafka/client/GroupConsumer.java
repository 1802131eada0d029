package io.minikafka.client;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A member of a consumer group. The members share the partitions of the topics they subscribe to; the group goes on
 * behind what its members have acknowledged. Delivery is at least once: what is not acknowledged when a membership ends,
 * by {@link #close()}, a lost connection or a partition that moves to another member, is delivered again.
 *
 * <p>A lost connection is restored, and the group joined again, without help. One thread polls; the other methods may be
 * called by any thread at any time.
 */
public interface GroupConsumer extends AutoCloseable {
    GroupSubscription subscription();

    /**
     * The next messages, oldest first within each partition. When there are none, waits for one at most {@code wait}
     * (zero: not at all) and then returns an empty list. While the server is away, goes on trying for as long.
     *
     * @throws MinikafkaException when the server refuses the membership ({@code INVALID_ARGUMENT},
     *     {@code UNAUTHENTICATED}, {@code PERMISSION_DENIED}: trying again is of no use before somebody mends that); when
     *     it was away for the whole {@code wait} ({@code UNAVAILABLE}); when messages are damaged ({@code DATA_LOSS}: the
     *     next poll goes on behind them); when this is closed ({@code CLOSED}), which also ends a wait
     */
    List<ConsumedMessage> poll(Duration wait);

    /**
     * Commits: this message and all before it in its partition have been dealt with. Does not wait, and keeps the order of
     * calls.
     *
     * @return completes when the server has it. Fails with {@code FAILED_PRECONDITION} when the partition is not, or no
     *     longer, this member's, and with {@code UNAVAILABLE} when the connection breaks before the answer, or broke since
     *     the message was delivered: then it may be delivered again. Completes on a thread of the client: what depends on
     *     it must not block
     */
    default CompletableFuture<Void> acknowledge(ConsumedMessage message) {
        return acknowledge(List.of(message));
    }

    /** The same for several messages, of which the latest of each partition counts. One refused partition fails it. */
    CompletableFuture<Void> acknowledge(Collection<ConsumedMessage> messages);

    /**
     * How many messages this member's polls have passed over, all told, because retention removed them before the group
     * had read them. Over the Redis protocol, which does not tell, only gaps between messages are seen.
     */
    long skipped();

    /**
     * Waits for the answers to acknowledgements, a few seconds at most, and leaves the group; other members get its
     * partitions at once. Idempotent.
     */
    @Override
    void close();
}
