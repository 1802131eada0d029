package io.minikafka.broker;

import io.minikafka.store.TopicSettings;

/**
 * How a broker treats topics.
 *
 * @param defaults what a new topic gets where its creator names nothing else
 * @param autoCreateTopics whether producing to a topic that does not exist creates it
 */
public record BrokerOptions(TopicSettings defaults, boolean autoCreateTopics) {}
