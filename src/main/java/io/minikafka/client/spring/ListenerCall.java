package io.minikafka.client.spring;

import io.minikafka.client.ConsumedMessage;
import java.util.List;

/** Calls a listener method, of which it knows how its arguments are made. Safe for use by many threads. */
@FunctionalInterface
interface ListenerCall {
    /**
     * @param messages what a poll has returned
     * @param from the message the method is called with; of a batch the first
     * @param to behind the last
     * @param acknowledging has what the method gets for acknowledging
     * @throws Throwable what the method throws, or keeps its arguments from being made
     */
    void call(List<ConsumedMessage> messages, int from, int to, Acknowledging acknowledging) throws Throwable;

    /** The part of a list, without a view of it where it is the whole. */
    static List<ConsumedMessage> part(List<ConsumedMessage> messages, int from, int to) {
        return from == 0 && to == messages.size() ? messages : messages.subList(from, to);
    }
}
