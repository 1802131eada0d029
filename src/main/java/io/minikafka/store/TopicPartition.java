package io.minikafka.store;

import java.util.Comparator;

/** One partition of a topic, counted from 0. Whether it exists is for the store to say. */
public record TopicPartition(TopicName topic, int partition) implements Comparable<TopicPartition> {
    private static final Comparator<TopicPartition> BY_TOPIC =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    public static TopicPartition of(String topic, int partition) {
        return new TopicPartition(TopicName.of(topic), partition);
    }

    @Override
    public int compareTo(TopicPartition other) {
        return BY_TOPIC.compare(this, other);
    }

    /** {@code topic-partition}, as Kafka writes it. */
    @Override
    public String toString() {
        return topic + "-" + partition;
    }
}
