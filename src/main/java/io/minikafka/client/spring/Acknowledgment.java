package io.minikafka.client.spring;

/**
 * A parameter of listener methods with {@link AckMode#MANUAL}: how they say that a message, or a batch, is dealt with.
 */
@FunctionalInterface
public interface Acknowledgment {
    /**
     * Says it. From any thread, in any order, within the call of the listener or later; again does nothing. The group
     * goes on behind a message once it and all before it in its partition that this member was given are acknowledged:
     * one that never is holds the group's position, and comes again when the partition moves or the container joins again.
     *
     * <p>Neither waits nor fails. A partition that has moved to another member meanwhile delivers the message again.
     */
    void acknowledge();
}
