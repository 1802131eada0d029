package io.minikafka.client.spring;

import io.minikafka.client.ConsumedMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a member acknowledges what it has polled. The places are those in the list of the last poll, from inclusive, to
 * exclusive, and come in order. For the member's thread.
 */
sealed interface Acknowledging permits AcknowledgingBatches, AcknowledgingRecords, AcknowledgingByHand {
    /** Begins with what a poll has returned. */
    void polled(List<ConsumedMessage> messages);

    /** What the listener method gets for these, null for nothing. */
    @Nullable
    Acknowledgment of(int from, int to);

    /** The listener has returned. */
    void processed(int from, int to);

    /** Dealt with, whether the listener has acknowledged or not: given up, or said to be done by its exception. */
    void settled(int from, int to);

    /** Acknowledges what is dealt with: nothing more happens to it soon. */
    void flush();
}
