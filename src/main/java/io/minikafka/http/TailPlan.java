package io.minikafka.http;

import io.minikafka.broker.Broker;
import io.minikafka.store.TopicName;
import java.util.List;

/**
 * A tail that can start.
 *
 * @param broker as the one who asked for the tail may use it
 * @param partitions each with what the first read found
 * @param all whether partitions that the topic gets belong to it, too
 */
record TailPlan(Broker broker, TopicName topic, List<TailPartition> partitions, boolean all, ValueFormat values) {}
