package io.minikafka.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.minikafka.broker.BrokerException;
import io.minikafka.broker.BrokerException.Code;
import io.minikafka.security.Origin.Door;
import io.minikafka.store.TopicName;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What one door's callers do, counted a batch at a time. Safe for use by many threads. */
final class DoorTraffic {
    private final MeterRegistry registry;
    private final BoundedTags<TopicName> tags;
    private final String door;
    private final Timer appends;
    private final DistributionSummary appendBatches;
    private final @Nullable Timer fetches;
    private final Map<Code, Counter> rejections = new EnumMap<>(Code.class);

    /** Only topics that exist come in: what was done with them has succeeded. */
    private final Map<TopicName, TopicTraffic> topics = new ConcurrentHashMap<>();

    private final Map<String, TopicTraffic> byTag = new ConcurrentHashMap<>();

    /** @param fetches null where reads are timed below the broker */
    DoorTraffic(MeterRegistry registry, BoundedTags<TopicName> tags, Door door, @Nullable Timer fetches) {
        this.registry = registry;
        this.tags = tags;
        this.door = door.text();
        this.fetches = fetches;
        appends = Histograms.timer("minikafka.append", "From a batch of messages to its acknowledgement")
                .register(registry);
        appendBatches = DistributionSummary.builder("minikafka.append.batch")
                .description("Messages that were appended together")
                .baseUnit("messages")
                .register(registry);
        for (Code code : Code.values()) {
            rejections.put(
                    code,
                    Counter.builder("minikafka.rejected")
                            .description("Requests that the broker refused or failed")
                            .tag("reason", code.name().toLowerCase(Locale.ROOT))
                            .tag("door", this.door)
                            .register(registry));
        }
    }

    void produced(TopicName topic, int messages, long nanos) {
        appends.record(nanos, TimeUnit.NANOSECONDS);
        appendBatches.record(messages);
        of(topic).produced.add(messages);
    }

    /** @param nanos how long it took; negative when it may have waited for messages */
    void fetched(TopicName topic, int messages, long nanos) {
        if (messages == 0) {
            return;
        }
        delivered(topic, messages);
        if (fetches != null && nanos >= 0) {
            fetches.record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    void delivered(TopicName topic, int messages) {
        of(topic).delivered.add(messages);
    }

    void acked(TopicName topic, long messages) {
        of(topic).acked.add(messages);
    }

    /** Who cancels has not been refused anything. */
    void failed(Throwable failure) {
        BrokerException refusal = BrokerException.in(failure);
        if (refusal != null || !(failure instanceof CancellationException)) {
            Objects.requireNonNull(rejections.get(refusal == null ? Code.INTERNAL : refusal.code()))
                    .increment();
        }
    }

    private TopicTraffic of(TopicName topic) {
        TopicTraffic traffic = topics.get(topic);
        return traffic == null ? topics.computeIfAbsent(topic, this::begin) : traffic;
    }

    private TopicTraffic begin(TopicName topic) {
        return byTag.computeIfAbsent(tags.of(topic), tag -> new TopicTraffic(registry, tag, door));
    }

    /** Its series leave, unless it shares them. */
    void forget(TopicName topic) {
        TopicTraffic traffic = topics.remove(topic);
        String tag = tags.of(topic);
        if (traffic != null && !tag.equals(BoundedTags.OTHER)) {
            byTag.remove(tag);
            traffic.removeFrom(registry);
        }
    }
}
