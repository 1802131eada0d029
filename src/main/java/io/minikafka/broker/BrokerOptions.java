package io.minikafka.broker;

import io.minikafka.store.TopicSettings;

/**
 * How a broker treats topics and groups.
 *
 * @param defaults what a new topic gets where its creator names nothing else
 * @param autoCreateTopics whether producing to a topic that does not exist creates it
 * @param groups how it runs consumer groups
 */
public record BrokerOptions(TopicSettings defaults, boolean autoCreateTopics, GroupOptions groups) {
    public BrokerOptions(TopicSettings defaults, boolean autoCreateTopics) {
        this(defaults, autoCreateTopics, GroupOptions.DEFAULT);
    }
}
