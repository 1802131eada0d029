package io.minikafka.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.minikafka.store.MessageStore;
import io.minikafka.store.StoreListener;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what stands in the logs of a store of this process: {@code minikafka.log.size} and {@code minikafka.expired}
 * by topic, {@code minikafka.log.start.offset} and {@code minikafka.log.end.offset} by partition, and how long the disk
 * takes, {@code minikafka.fsync}. The store is asked when somebody looks; nothing is polled. Topics without a tag of
 * their own are summed, and have no offsets.
 */
public final class LogMetrics implements StoreListener {
    /** Partitions of topics published at most; that there are more is told in the log, once. */
    static final int MAX_PARTITIONS = 1_000;

    private static final Logger log = LoggerFactory.getLogger(LogMetrics.class);

    private final MessageStore store;
    private final MeterRegistry registry;
    private final BoundedTags<TopicName> tags;
    private final Timer syncs;
    private final OtherLogs others;

    // Guarded by this.
    private final Map<TopicName, Published> topics = new HashMap<>();
    private int partitions;
    private boolean toldOfBound;

    /** A topic and its meters; the meters are the topic's own. */
    private static final class Published {
        private final TopicLog log;
        private final String tag;
        private final List<Meter> meters = new ArrayList<>();
        private int partitions;

        Published(TopicLog log, String tag) {
            this.log = log;
            this.tag = tag;
        }
    }

    /** From now on, for as long as the store lives. */
    public LogMetrics(MessageStore store, MeterRegistry registry, BoundedTags<TopicName> tags) {
        this.store = store;
        this.registry = registry;
        this.tags = tags;
        this.others = new OtherLogs(registry);
        syncs = Histograms.timer("minikafka.fsync", "Until what was appended together had reached the disk")
                .register(registry);
        store.addListener(this);
        store.topics().forEach(this::topicChanged);
    }

    @Override
    public void synced(TopicPartition partition, long nanos) {
        syncs.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public synchronized void topicChanged(TopicName name) {
        Published topic = topics.computeIfAbsent(name, this::begin);
        if (!topic.tag.equals(BoundedTags.OTHER)) {
            publishOffsets(topic);
        }
    }

    private Published begin(TopicName name) {
        TopicLog asked = new TopicLog(store, name);
        Published topic = new Published(asked, tags.of(name));
        if (topic.tag.equals(BoundedTags.OTHER)) {
            others.add(asked);
            return topic;
        }
        Tags tag = Tags.of("topic", topic.tag);
        topic.meters.add(size(asked, TopicLog::size).tags(tag).register(registry));
        topic.meters.add(expired(asked, TopicLog::expired).tags(tag).register(registry));
        return topic;
    }

    static <T> Gauge.Builder<T> size(T asked, ToDoubleFunction<T> value) {
        return Gauge.builder("minikafka.log.size", asked, value)
                .description("What the logs hold, with what has expired and not left yet")
                .baseUnit("bytes");
    }

    static <T> FunctionCounter.Builder<T> expired(T asked, ToDoubleFunction<T> value) {
        return FunctionCounter.builder("minikafka.expired", asked, value)
                .description("Messages that left by retention");
    }

    private void publishOffsets(Published topic) {
        for (int i = topic.partitions, count = topic.log.partitions(); i < count; i++) {
            if (partitions == MAX_PARTITIONS) {
                if (!toldOfBound) {
                    toldOfBound = true;
                    log.warn(
                            "Topics have more than {} partitions; those beyond have no metrics of offsets",
                            MAX_PARTITIONS);
                }
                return;
            }
            int partition = i;
            Tags tag = Tags.of("topic", topic.tag, "partition", Integer.toString(i));
            topic.meters.add(
                    Gauge.builder("minikafka.log.start.offset", topic.log, asked -> asked.startOffset(partition))
                            .description("The first retained message's offset")
                            .tags(tag)
                            .register(registry));
            topic.meters.add(Gauge.builder("minikafka.log.end.offset", topic.log, asked -> asked.endOffset(partition))
                    .description("The offset that the next message gets")
                    .tags(tag)
                    .register(registry));
            topic.partitions++;
            partitions++;
        }
    }

    @Override
    public synchronized void topicDeleted(TopicName name) {
        Published topic = topics.remove(name);
        if (topic != null) {
            topic.meters.forEach(registry::remove);
            partitions -= topic.partitions;
            others.remove(topic.log);
        }
    }
}
