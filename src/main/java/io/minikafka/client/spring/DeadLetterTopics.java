package io.minikafka.client.spring;

import org.jspecify.annotations.Nullable;

/**
 * Which topic has the dead letters of which.
 *
 * @param topic for all; null: the original's name with the suffix
 */
record DeadLetterTopics(@Nullable String topic, String suffix) {
    String of(String original) {
        return topic == null ? original + suffix : topic;
    }
}
