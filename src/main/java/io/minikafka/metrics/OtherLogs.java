package io.minikafka.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashSet;
import java.util.Set;

/** The logs of all topics that have no tag of their own, summed; published once there is one. Safe for use by many threads. */
final class OtherLogs {
    private final MeterRegistry registry;
    private final Set<TopicLog> logs = new HashSet<>();
    private boolean published;
    /** What had expired of topics that have gone since: a counter never goes back. */
    private long expiredOfGone;

    OtherLogs(MeterRegistry registry) {
        this.registry = registry;
    }

    synchronized void add(TopicLog log) {
        logs.add(log);
        if (!published) {
            published = true;
            Tags tag = Tags.of("topic", BoundedTags.OTHER);
            LogMetrics.size(this, OtherLogs::size).tags(tag).register(registry);
            LogMetrics.expired(this, OtherLogs::expired).tags(tag).register(registry);
        }
    }

    synchronized void remove(TopicLog log) {
        if (logs.remove(log)) {
            expiredOfGone += log.expired();
        }
    }

    private synchronized long size() {
        return logs.stream().mapToLong(TopicLog::size).sum();
    }

    private synchronized long expired() {
        return expiredOfGone + logs.stream().mapToLong(TopicLog::expired).sum();
    }
}
