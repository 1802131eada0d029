package io.minikafka.broker;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which partition a produced message goes to. */
public sealed interface Placement {
    Placement BY_KEY = new ByKey();
    Placement SOLE = new Sole();

    /**
     * By the key's hash, as Kafka's default partitioner does; all messages of a request without a key go to one
     * partition, another one with each request.
     */
    record ByKey() implements Placement {}

    /**
     * To the partition named for each message.
     *
     * @param partitions one entry a message; null places that message {@link ByKey}
     */
    record Explicit(List<@Nullable Integer> partitions) implements Placement {}

    /**
     * To the topic's only partition; fails with {@link BrokerException.Code#FAILED_PRECONDITION} when it has several. A
     * topic that does not exist is created with one. For protocols that know no partitions.
     */
    record Sole() implements Placement {}
}
