package io.minikafka.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.minikafka.broker.Broker;
import io.minikafka.security.Origin.Door;
import io.minikafka.store.TopicName;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counts what goes through each door: {@code minikafka.messages.produced}, {@code .delivered} and {@code .acked} by
 * topic, {@code minikafka.rejected} by reason, and times {@code minikafka.append}. Costs a few nanoseconds a batch and
 * nothing a message. Safe for use by many threads.
 */
public final class BrokerTraffic {
    private final BoundedTags<TopicName> tags;
    private final Map<Door, DoorTraffic> doors = new EnumMap<>(Door.class);

    private BrokerTraffic(MeterRegistry registry, BoundedTags<TopicName> tags, @Nullable Timer fetches) {
        this.tags = tags;
        for (Door door : Door.values()) {
            doors.put(door, new DoorTraffic(registry, tags, door, fetches));
        }
    }

    /** Over a store of this process, whose reads {@link MeasuredStore} times. */
    public static BrokerTraffic ofStore(MeterRegistry registry, BoundedTags<TopicName> tags) {
        return new BrokerTraffic(registry, tags, null);
    }

    /**
     * Over a cluster: {@code minikafka.fetch} is timed here, of reads that found messages and were not to wait for them,
     * since of others nobody can say how long the cluster took.
     */
    public static BrokerTraffic ofCluster(MeterRegistry registry, BoundedTags<TopicName> tags) {
        return new BrokerTraffic(registry, tags, fetchTimer(registry));
    }

    static Timer fetchTimer(MeterRegistry registry) {
        return Histograms.timer("minikafka.fetch", "Reads that found messages").register(registry);
    }

    /** The broker as that door is to use it. What it returns can be cancelled as the broker's own. */
    public Broker counting(Door door, Broker broker) {
        return new CountingBroker(broker, Objects.requireNonNull(doors.get(door)));
    }

    /** Topics that have series. */
    Set<TopicName> topics() {
        return tags.known();
    }

    /** The topic is no more. */
    void forget(TopicName topic) {
        doors.values().forEach(door -> door.forget(topic));
        tags.forget(topic);
    }
}
