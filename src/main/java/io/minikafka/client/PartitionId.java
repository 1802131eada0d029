package io.minikafka.client;

/** One partition of one topic. */
record PartitionId(String topic, int partition) {
    static PartitionId of(ConsumedMessage message) {
        return new PartitionId(message.topic(), message.partition());
    }

    @Override
    public String toString() {
        return topic + "-" + partition;
    }
}
