package io.minikafka.client;

import java.util.List;

/** Is given what a subscription receives, one call at a time. It may block: that slows the server, not the heap. */
@FunctionalInterface
public interface SubscriptionListener {
    /**
     * Takes messages, oldest first. When this returns they count as consumed; when it throws, the subscription ends and
     * its position stays before them.
     */
    void onMessages(List<ConsumedMessage> messages) throws Exception;

    /** So many messages, which came before those that follow, were lost to retention before they could be read. */
    default void onSkipped(long messages) {}

    /** The connection is lost; the subscription goes on at its position as soon as there is another. */
    default void onConnectionLost(MinikafkaException cause) {}
}
