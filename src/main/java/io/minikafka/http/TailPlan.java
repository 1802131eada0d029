package io.minikafka.http;

import io.minikafka.store.TopicName;
import java.util.List;

/**
 * A tail that can start.
 *
 * @param partitions each with what the first read found
 * @param all whether partitions that the topic gets belong to it, too
 */
record TailPlan(TopicName topic, List<TailPartition> partitions, boolean all, ValueFormat values) {}
