package io.minikafka.group;

import io.minikafka.store.TopicPartition;

/**
 * Where to read next for a member.
 *
 * @param epoch to be given back with what was read, see {@link Group#deliver}
 */
public record ReadPosition(TopicPartition partition, int epoch, long offset) {}
