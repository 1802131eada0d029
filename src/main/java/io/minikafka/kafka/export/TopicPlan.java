package io.minikafka.kafka.export;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * What there is to copy of a topic.
 *
 * @param exists whether Kafka has the topic
 * @param maxMessageBytes of the topic in Kafka; without a meaning while it does not exist
 */
record TopicPlan(SourceTopic source, boolean exists, int maxMessageBytes, List<PartitionPlan> partitions) {
    Map<TopicPartition, OffsetMap> offsets() {
        return partitions.stream().collect(Collectors.toMap(PartitionPlan::inKafka, PartitionPlan::offsets));
    }

    TopicPlan created(int limit) {
        return new TopicPlan(source, true, limit, partitions);
    }
}
