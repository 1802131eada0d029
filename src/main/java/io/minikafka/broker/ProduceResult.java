package io.minikafka.broker;

import io.minikafka.store.Durability;
import java.util.List;

/**
 * Where produced messages went.
 *
 * @param runs in the order of the messages
 * @param durability what the acknowledgement stands for
 */
public record ProduceResult(List<Run> runs, Durability durability) {
    /** {@code count} messages, consecutive in the request, got the offsets from {@code firstOffset} on. */
    public record Run(int partition, long firstOffset, int count) {}
}
