package io.minikafka.broker;

import io.minikafka.store.TopicName;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Each request's messages without a key go to the partition after the last request's. Safe for use by many threads. */
final class RequestRotation implements PartitionChoice.Rotation {
    private final Map<TopicName, AtomicInteger> positions = new ConcurrentHashMap<>();

    @Override
    public int next(TopicName topic, int count) {
        return Math.floorMod(
                positions.computeIfAbsent(topic, name -> new AtomicInteger()).getAndIncrement(), count);
    }

    void forget(TopicName topic) {
        positions.remove(topic);
    }
}
