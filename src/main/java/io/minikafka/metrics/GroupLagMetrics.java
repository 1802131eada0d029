package io.minikafka.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.minikafka.broker.Broker;
import io.minikafka.group.GroupDescription;
import io.minikafka.group.GroupDescription.PartitionProgress;
import io.minikafka.group.GroupName;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes how far consumer groups are behind, by the same names over every backend: {@code minikafka.group.lag},
 * retained messages that are not committed, and {@code minikafka.group.skipped}, those that left by retention before the
 * group had read them, since this server started; both tagged {@code group}, {@code topic} and {@code partition}. What
 * has no tag of its own is summed, so that totals are true. Asks the broker again and again, one group after the other,
 * and never waits. The series of a group that is gone leave, and all of them while the broker does not answer: an old
 * number would look like a good one.
 */
public final class GroupLagMetrics implements AutoCloseable {
    /** Partitions of groups told apart at most; that there are more is told in the log, once. */
    static final int MAX_PARTITIONS = 1_000;

    private static final Logger log = LoggerFactory.getLogger(GroupLagMetrics.class);

    private final Broker broker;
    private final BoundedTags<TopicName> topics;
    private final BoundedTags<GroupName> groups;
    private final MultiGauge lag;
    private final MultiGauge skipped;
    private final AtomicBoolean asking = new AtomicBoolean();
    private final AtomicBoolean toldOfBound = new AtomicBoolean();
    private final ScheduledFuture<?> schedule;
    private volatile Map<Place, Behind> current = Map.of();
    private volatile Consumer<List<GroupDescription>> listener = groups -> {};

    /** @param interval before the first question, and from one to the next */
    public GroupLagMetrics(
            Broker broker,
            MeterRegistry registry,
            BoundedTags<TopicName> topics,
            BoundedTags<GroupName> groups,
            ScheduledExecutorService timer,
            Duration interval) {
        this.broker = broker;
        this.topics = topics;
        this.groups = groups;
        lag = MultiGauge.builder("minikafka.group.lag")
                .description("Retained messages that the group has not committed")
                .register(registry);
        skipped = MultiGauge.builder("minikafka.group.skipped")
                .description("Messages that left by retention before the group had read them")
                .register(registry);
        schedule =
                timer.scheduleWithFixedDelay(this::ask, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Also tells how all groups stand, each time the broker has answered. */
    public void whenAsked(Consumer<List<GroupDescription>> listener) {
        this.listener = listener;
    }

    /** Where a group reads, as tags tell it. */
    private record Place(String group, String topic, String partition) {
        Tags tags() {
            return Tags.of("group", group, "topic", topic, "partition", partition);
        }
    }

    private record Behind(long lag, long skipped) {
        static Behind of(PartitionProgress progress) {
            return new Behind(progress.lag(), progress.skipped());
        }

        Behind plus(Behind other) {
            return new Behind(lag + other.lag, skipped + other.skipped);
        }
    }

    private void ask() {
        if (!asking.compareAndSet(false, true)) {
            return;
        }
        progress().whenComplete((places, failure) -> {
            try {
                if (failure != null) {
                    log.debug("The lag of consumer groups is unknown", failure);
                }
                publish(failure == null ? places : Map.of());
            } finally {
                asking.set(false);
            }
        });
    }

    private CompletableFuture<Map<Place, Behind>> progress() {
        try {
            return broker.groups().thenCompose(names -> {
                groups.known().stream().filter(known -> !names.contains(known)).forEach(groups::forget);
                Map<Place, Behind> places = new LinkedHashMap<>();
                List<GroupDescription> heard = new ArrayList<>();
                CompletableFuture<Void> described = CompletableFuture.completedFuture(null);
                for (GroupName group : names) {
                    described = described.thenCompose(before -> describe(group, places, heard));
                }
                return described.thenApply(all -> {
                    listener.accept(heard);
                    return places;
                });
            });
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<Void> describe(GroupName group, Map<Place, Behind> places, List<GroupDescription> heard) {
        // One that cannot be described, perhaps because it has just gone, is left out.
        return broker.describeGroup(group)
                .thenAccept(description -> {
                    heard.add(description);
                    add(description, places);
                })
                .exceptionally(failure -> null);
    }

    private void add(GroupDescription group, Map<Place, Behind> places) {
        String name = groups.of(group.name());
        for (PartitionProgress progress : group.partitions()) {
            places.merge(place(name, progress.partition(), places), Behind.of(progress), Behind::plus);
        }
    }

    /** A place of its own for each partition, as long as there is room. */
    private Place place(String group, TopicPartition partition, Map<Place, Behind> places) {
        String topic = topics.of(partition.topic());
        Place own = new Place(group, topic, Integer.toString(partition.partition()));
        if (group.equals(BoundedTags.OTHER) || topic.equals(BoundedTags.OTHER)) {
            return new Place(group, BoundedTags.OTHER, BoundedTags.OTHER);
        }
        if (places.size() < MAX_PARTITIONS || places.containsKey(own)) {
            return own;
        }
        if (toldOfBound.compareAndSet(false, true)) {
            log.warn("Consumer groups read more than {} partitions; the lag of those beyond is summed", MAX_PARTITIONS);
        }
        return new Place(group, BoundedTags.OTHER, BoundedTags.OTHER);
    }

    private void publish(Map<Place, Behind> places) {
        current = places;
        lag.register(rows(places, Behind::lag));
        skipped.register(rows(places, Behind::skipped));
    }

    /** Those that stay are left alone, and read what is current: replaced ones would be missing for a moment. */
    private Iterable<Row<?>> rows(Map<Place, Behind> places, ToLongFunction<Behind> value) {
        List<Row<?>> rows = new ArrayList<>();
        places.keySet().forEach(place -> rows.add(Row.of(place.tags(), this, metrics -> metrics.value(place, value))));
        return rows;
    }

    private double value(Place place, ToLongFunction<Behind> value) {
        Behind behind = current.get(place);
        return behind == null ? Double.NaN : value.applyAsLong(behind);
    }

    @Override
    public void close() {
        schedule.cancel(false);
    }
}
