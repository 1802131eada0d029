package io.minikafka.store;

/** One partition of a topic, counted from 0. Whether it exists is for the store to say. */
public record TopicPartition(TopicName topic, int partition) {
    public static TopicPartition of(String topic, int partition) {
        return new TopicPartition(TopicName.of(topic), partition);
    }

    /** {@code topic-partition}, as Kafka writes it. */
    @Override
    public String toString() {
        return topic + "-" + partition;
    }
}
