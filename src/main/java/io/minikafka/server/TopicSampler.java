package io.minikafka.server;

import io.minikafka.broker.Broker;
import io.minikafka.http.History;
import io.minikafka.http.History.Numbers;
import io.minikafka.store.TopicDescription;
import io.minikafka.store.TopicDescription.PartitionDescription;
import io.minikafka.store.TopicName;
import java.time.Clock;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down, again and again, how many messages topics have ever had and how many bytes they hold. Asks the broker for
 * one topic after the other, and never waits; a round that is still under way when the next is due takes its place.
 */
final class TopicSampler implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TopicSampler.class);

    private final Broker broker;
    private final History history;
    private final int maxTopics;
    private final Clock clock;
    private final AtomicBoolean asking = new AtomicBoolean();
    private final ScheduledFuture<?> schedule;

    /** @param interval before the first round, and from one to the next */
    TopicSampler(
            Broker broker,
            History history,
            int maxTopics,
            Duration interval,
            ScheduledExecutorService timer,
            Clock clock) {
        this.broker = broker;
        this.history = history;
        this.maxTopics = maxTopics;
        this.clock = clock;
        schedule = timer.scheduleAtFixedRate(this::ask, 0, interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void ask() {
        if (!asking.compareAndSet(false, true)) {
            return;
        }
        try {
            round().whenComplete((seen, failure) -> {
                try {
                    if (failure == null) {
                        history.add(clock.instant(), seen);
                    } else {
                        log.debug("Topics could not be sampled", failure);
                    }
                } finally {
                    // Only now, so that the samples are in the order of their rounds.
                    asking.set(false);
                }
            });
        } catch (RuntimeException e) {
            asking.set(false);
            log.debug("Topics could not be sampled", e);
        }
    }

    private CompletableFuture<SortedMap<String, Numbers>> round() {
        return broker.topics().thenCompose(topics -> {
            SortedMap<String, Numbers> seen = new TreeMap<>();
            CompletableFuture<Void> described = CompletableFuture.completedFuture(null);
            for (TopicName topic : topics.subList(0, Math.min(maxTopics, topics.size()))) {
                described = described.thenCompose(before -> broker.describeTopic(topic)
                        .thenAccept(description -> seen.put(topic.value(), numbers(description)))
                        // It may just have gone.
                        .exceptionally(failure -> null));
            }
            return described.thenApply(all -> seen);
        });
    }

    private static Numbers numbers(TopicDescription topic) {
        return new Numbers(
                topic.partitions().stream()
                        .mapToLong(PartitionDescription::logEndOffset)
                        .sum(),
                topic.partitions().stream()
                        .mapToLong(PartitionDescription::bytes)
                        .sum());
    }

    @Override
    public void close() {
        schedule.cancel(false);
    }
}
