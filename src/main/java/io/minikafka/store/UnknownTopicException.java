package io.minikafka.store;

/** There is no such topic. */
public final class UnknownTopicException extends StoreException {
    private final transient TopicName topic;

    public UnknownTopicException(TopicName topic) {
        super("There is no topic '" + topic + "'");
        this.topic = topic;
    }

    public TopicName topic() {
        return topic;
    }
}
