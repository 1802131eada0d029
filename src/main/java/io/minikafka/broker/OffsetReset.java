package io.minikafka.broker;

import io.minikafka.store.TopicName;
import java.util.Set;

/**
 * Sets a group's committed offsets in a topic.
 *
 * @param partitions those to reset; empty for all
 * @param to an offset must lie between log start and log end offset
 */
public record OffsetReset(TopicName topic, Set<Integer> partitions, Start to) {}
