package io.minikafka.kafka;

import io.minikafka.store.TopicName;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** The topics that were there a short while ago. Of those that were not it knows nothing. Safe for use by many threads. */
final class TopicCache {
    /** How long an answer is as good as a new one. */
    static final Duration FRESH = Duration.ofSeconds(10);

    /** How long it may be used while a new one is on its way, so that nobody has to wait for that. */
    static final Duration USABLE = FRESH.multipliedBy(3);

    private static final int SWEEP_ABOVE = 1_000;

    /** @param id tells the topic from an earlier one of its name */
    record KnownTopic(Uuid id, int partitions) {}

    private record Entry(KnownTopic topic, long since) {}

    private final Map<TopicName, Entry> entries = new ConcurrentHashMap<>();
    private final LongSupplier nanoClock;

    TopicCache(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    void put(TopicName name, KnownTopic topic) {
        if (entries.size() >= SWEEP_ABOVE) {
            entries.values().removeIf(entry -> !isYounger(entry, USABLE));
        }
        entries.put(name, new Entry(topic, nanoClock.getAsLong()));
    }

    void remove(TopicName name) {
        entries.remove(name);
    }

    @Nullable
    KnownTopic fresh(TopicName name) {
        return youngerThan(FRESH, name);
    }

    @Nullable
    KnownTopic usable(TopicName name) {
        return youngerThan(USABLE, name);
    }

    private @Nullable KnownTopic youngerThan(Duration age, TopicName name) {
        Entry entry = entries.get(name);
        return entry != null && isYounger(entry, age) ? entry.topic() : null;
    }

    private boolean isYounger(Entry entry, Duration age) {
        return nanoClock.getAsLong() - entry.since() < age.toNanos();
    }
}
