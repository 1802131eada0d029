package io.minikafka.store;

/** The topic to create exists. */
public final class TopicExistsException extends StoreException {
    public TopicExistsException(TopicName topic) {
        super("The topic '" + topic + "' exists already");
    }
}
