package io.minikafka.group;

import io.minikafka.store.TopicPartition;

/** A member acknowledged messages of a partition that is not, or no longer, its own. */
public final class NotOwnerException extends RuntimeException {
    public NotOwnerException(TopicPartition partition, String member) {
        super("The partition " + partition + " is not assigned to member '" + member
                + "'; its messages are delivered to the owner from the last committed offset on");
    }
}
