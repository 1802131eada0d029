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
 * <p>A lost connection is restored, and the group joined again, without help, also while nobody polls. Messages that were
 * fetched before and not polled are dropped then, since they come again. A member that neither polls nor acknowledges for
 * {@link GroupSubscription#maxPollInterval()} leaves the group, and joins again when it is polled.
 *
 * <p>One thread polls; the other methods may be called by any thread at any time.
 */
public interface GroupConsumer extends AutoCloseable {
    GroupSubscription subscription();

    /**
     * The next messages, of one partition or several, oldest first within each; at most
     * {@link GroupSubscription#maxPollMessages()}. When there are none, waits for one at most {@code wait} (zero: not at
     * all) and then returns an empty list. While the server is away, goes on trying for as long.
     *
     * @throws MinikafkaException when the server refuses the membership (such as {@code INVALID_ARGUMENT},
     *     {@code UNAUTHENTICATED}, {@code PERMISSION_DENIED}: of little use to go on before somebody mends that; each
     *     further poll tries again, after a pause of up to 5 s within its wait, so that polling in a loop does no harm);
     *     when the server was away for the whole {@code wait} ({@code UNAVAILABLE}; an empty list while it is not known
     *     yet whether it is); when messages are damaged ({@code DATA_LOSS}: the next poll goes on behind them); when this
     *     is closed ({@code CLOSED}), which also ends a wait; when the thread is interrupted while it waits
     *     ({@code CANCELLED}, with the flag set)
     */
    List<ConsumedMessage> poll(Duration wait);

    /**
     * Commits: this message and all before it in its partition have been dealt with. Does not wait, keeps the order of
     * calls, and never goes back behind what is committed. Many may be under way; they are sent together as far as that
     * is possible.
     *
     * @return completes when the server has it. Fails with {@code FAILED_PRECONDITION} when the partition is not, or no
     *     longer, this member's; with {@code UNAVAILABLE} when the connection breaks before the answer, or the membership
     *     in which the message was delivered has ended, by a lost connection or for not polling: then it may be delivered
     *     again; with {@code CLOSED} when this was closed before. Completes on a thread of the client, or has when this
     *     returns: what depends on it must not block, nor close this
     */
    default CompletableFuture<Void> acknowledge(ConsumedMessage message) {
        return acknowledge(List.of(message));
    }

    /**
     * The same for several messages, of which the latest of each partition counts. When one partition is refused it
     * fails; the others are committed nevertheless. Completes at once for no messages.
     */
    CompletableFuture<Void> acknowledge(Collection<ConsumedMessage> messages);

    /**
     * How many messages this member's polls have passed over, all told, because retention removed them before the group
     * had read them. Over the Redis protocol, which does not tell, only gaps between messages are seen.
     */
    long skipped();

    /**
     * Waits for the answers to acknowledgements, a few seconds at most, and leaves the group; other members get its
     * partitions at once. What is not answered by then fails with {@code UNAVAILABLE}. Idempotent.
     */
    @Override
    void close();
}
