package io.minikafka.client.spring;

/**
 * Decides what follows when a listener method fails. A bean of this type replaces retries, dead letters and skipping as
 * configured, for all listeners, or with {@link MinikafkaListener#errorHandler()} for one.
 */
@FunctionalInterface
public interface ListenerErrorHandler {
    /**
     * Called after each failed attempt, on the thread that called the listener; containers and their members call at the
     * same time. When this throws, it is logged and the messages are redelivered.
     */
    FailureDecision handle(ListenerFailure failure);
}
