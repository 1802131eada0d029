package io.minikafka.kafka.export;

import io.minikafka.store.TopicName;
import java.time.Duration;
import java.util.List;

/**
 * A topic of the source as it stands at one moment.
 *
 * @param retentionBytes bound on the bytes of one partition; 0 for none
 * @param partitions the retained offsets of each, from partition 0 on
 */
public record SourceTopic(TopicName name, Duration retentionAge, long retentionBytes, List<OffsetRange> partitions) {
    public SourceTopic {
        partitions = List.copyOf(partitions);
    }
}
