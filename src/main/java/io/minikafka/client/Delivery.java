package io.minikafka.client;

/** What a producer does with messages that were sent and not acknowledged when the connection broke. */
public enum Delivery {
    /**
     * Sends them again, in order. A message whose acknowledgement was lost is then stored twice; none that was
     * acknowledged is missing.
     */
    AT_LEAST_ONCE,
    /** Fails them with {@link MinikafkaException.Kind#OUTCOME_UNKNOWN}. None is stored twice. */
    AT_MOST_ONCE
}
