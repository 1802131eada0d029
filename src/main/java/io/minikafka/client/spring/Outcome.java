package io.minikafka.client.spring;

/** How a member goes on after what a poll has returned. */
enum Outcome {
    /** Poll again. */
    GO_ON,
    /** Leave the group and join again: something has to be delivered once more. */
    REJOIN,
    /** The container is to stop. */
    STOP
}
