package io.minikafka.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.minikafka.broker.Broker;
import io.minikafka.group.GroupDescription;
import io.minikafka.group.GroupDescription.PartitionProgress;
import io.minikafka.group.GroupName;
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
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes how far consumer groups are behind, by the same names over every backend: {@code minikafka.group.lag},
 * retained messages that are not committed, and {@code minikafka.group.skipped}, those that left by retention before the
 * group had read them, since this server started; both tagged {@code group}, {@code topic} and {@code partition}. Asks
 * the broker again and again, one group after the other, and never waits. The series of a group that is gone leave, and
 * all of them while the broker does not answer: an old number would look like a good one.
 */
final class GroupLagMetrics implements AutoCloseable {
    /** Partitions of groups published at most; that there are more is told in the log, once. */
    static final int MAX_PARTITIONS = 1_000;

    private static final Logger log = LoggerFactory.getLogger(GroupLagMetrics.class);

    private final Broker broker;
    private final MultiGauge lag;
    private final MultiGauge skipped;
    private final AtomicBoolean asking = new AtomicBoolean();
    private final AtomicBoolean toldOfBound = new AtomicBoolean();
    private final ScheduledFuture<?> schedule;
    private volatile Map<Place, PartitionProgress> current = Map.of();
    private volatile Consumer<Map<GroupName, List<PartitionProgress>>> listener = groups -> {};

    /** @param interval before the first question, and from one to the next */
    GroupLagMetrics(Broker broker, MeterRegistry registry, ScheduledExecutorService timer, Duration interval) {
        this.broker = broker;
        lag = MultiGauge.builder("minikafka.group.lag")
                .description("Retained messages that the group has not committed")
                .register(registry);
        skipped = MultiGauge.builder("minikafka.group.skipped")
                .description("Messages that left by retention before the group had read them")
                .register(registry);
        schedule =
                timer.scheduleWithFixedDelay(this::ask, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Also tells what was heard, each time; of no group while the broker does not answer. */
    void whenAsked(Consumer<Map<GroupName, List<PartitionProgress>>> listener) {
        this.listener = listener;
    }

    private record Place(GroupName group, TopicPartition partition) {
        Tags tags() {
            return Tags.of(
                    "group", group.value(),
                    "topic", partition.topic().value(),
                    "partition", Integer.toString(partition.partition()));
        }
    }

    private void ask() {
        if (!asking.compareAndSet(false, true)) {
            return;
        }
        progress().whenComplete((partitions, failure) -> {
            try {
                if (failure != null) {
                    log.debug("The lag of consumer groups is unknown", failure);
                }
                publish(failure == null ? partitions : Map.of());
            } finally {
                asking.set(false);
            }
        });
    }

    private CompletableFuture<Map<Place, PartitionProgress>> progress() {
        try {
            return broker.groups().thenCompose(groups -> {
                Map<Place, PartitionProgress> partitions = new LinkedHashMap<>();
                CompletableFuture<Void> described = CompletableFuture.completedFuture(null);
                for (GroupName group : groups) {
                    described = described.thenCompose(before -> describe(group, partitions));
                }
                return described.thenApply(all -> partitions);
            });
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<Void> describe(GroupName group, Map<Place, PartitionProgress> partitions) {
        if (partitions.size() > MAX_PARTITIONS) {
            return CompletableFuture.completedFuture(null);
        }
        // One that cannot be described, perhaps because it has just gone, is left out.
        return broker.describeGroup(group)
                .thenAccept(description -> add(description, partitions))
                .exceptionally(failure -> null);
    }

    private static void add(GroupDescription group, Map<Place, PartitionProgress> partitions) {
        group.partitions().forEach(progress -> partitions.put(new Place(group.name(), progress.partition()), progress));
    }

    private void publish(Map<Place, PartitionProgress> partitions) {
        if (partitions.size() > MAX_PARTITIONS && toldOfBound.compareAndSet(false, true)) {
            log.warn("Consumer groups read more than {} partitions; those beyond have no metrics", MAX_PARTITIONS);
        }
        listener.accept(partitions.entrySet().stream()
                .collect(Collectors.groupingBy(
                        entry -> entry.getKey().group(),
                        Collectors.mapping(Map.Entry::getValue, Collectors.toList()))));
        current = partitions;
        lag.register(rows(partitions, PartitionProgress::lag));
        skipped.register(rows(partitions, PartitionProgress::skipped));
    }

    /** Those that stay are left alone, and read what is current: replaced ones would be missing for a moment. */
    private Iterable<Row<?>> rows(Map<Place, PartitionProgress> partitions, ToLongFunction<PartitionProgress> value) {
        List<Row<?>> rows = new ArrayList<>();
        partitions.keySet().stream()
                .limit(MAX_PARTITIONS)
                .forEach(place -> rows.add(Row.of(place.tags(), this, metrics -> metrics.value(place, value))));
        return rows;
    }

    private double value(Place place, ToLongFunction<PartitionProgress> value) {
        PartitionProgress progress = current.get(place);
        return progress == null ? Double.NaN : value.applyAsLong(progress);
    }

    @Override
    public void close() {
        schedule.cancel(false);
    }
}
