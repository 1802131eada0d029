package io.minikafka.http;

import io.minikafka.store.InvalidArgumentException;
import io.minikafka.store.StoreLimits;
import java.time.Duration;

/**
 * The HTTP door's bounds.
 *
 * @param messages what holds for every message
 * @param maxRequestBytes of one request's body
 * @param maxBufferedBytes of all bodies together whose requests have no answer yet
 * @param maxMessages in one request to produce
 * @param read of one reply to a reader
 * @param maxWait how long a reader may wait for a message
 * @param answerTimeout how long the broker may take for an answer, not counting what a reader asked to wait
 * @param maxPageSize how many topics or groups one reply lists
 * @param tails live tails
 */
public record HttpSettings(
        StoreLimits messages,
        long maxRequestBytes,
        long maxBufferedBytes,
        int maxMessages,
        ReadLimits read,
        Duration maxWait,
        Duration answerTimeout,
        int maxPageSize,
        TailSettings tails) {
    public HttpSettings {
        atLeastOne("greatest size of a request", maxRequestBytes);
        atLeastOne("greatest size of all requests", maxBufferedBytes);
        atLeastOne("greatest number of messages in a request", maxMessages);
        atLeastOne("greatest size of a page", maxPageSize);
        if (maxWait.isNegative()) {
            throw new InvalidArgumentException("longest wait", maxWait.toString(), "0 or longer");
        }
    }

    static void atLeastOne(String what, long value) {
        if (value < 1) {
            throw new InvalidArgumentException(what, Long.toString(value), "1 or more");
        }
    }
}
