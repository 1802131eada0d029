package io.minikafka.client.spring;

import io.minikafka.client.ConsumedMessage;
import java.util.List;

/**
 * A call of a listener method that failed.
 *
 * @param listener the container's id
 * @param messages what is to be decided about: one message; or the batch, when the listener did not say which message of
 *     it has failed
 * @param cause what the listener threw, or what kept its arguments from being made
 * @param attempt how often these have been tried, from 1; starts again when the message has been delivered anew
 */
public record ListenerFailure(
        String listener, String group, List<ConsumedMessage> messages, Throwable cause, int attempt) {
    /** The first of the messages, with which a retry begins. */
    public ConsumedMessage first() {
        return messages.get(0);
    }

    /** Where the messages are, for people: {@code orders-0@17}, and how many follow. */
    public String where() {
        ConsumedMessage first = first();
        String place = first.topic() + "-" + first.partition() + "@" + first.offset();
        return messages.size() == 1 ? place : place + " and " + (messages.size() - 1) + " more of its batch";
    }
}
