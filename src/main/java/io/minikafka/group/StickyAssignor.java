package io.minikafka.group;

import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Shares partitions among the members that subscribe to their topics: as evenly as single moves can make it, that is, no
 * partition could go to another subscriber who has at least two fewer than its owner. What need not move stays.
 *
 * @param <M> a member
 */
final class StickyAssignor<M> {
    private final Map<TopicName, List<M>> subscribers = new HashMap<>();
    private final Map<M, Integer> loads = new HashMap<>();
    private final Map<TopicPartition, M> assignment = new LinkedHashMap<>();

    /** For each topic the subscriber with the fewest partitions; forgotten when loads change. */
    private final Map<TopicName, M> leastLoaded = new HashMap<>();

    private StickyAssignor(Map<M, Set<TopicName>> subscriptions) {
        subscriptions.forEach((member, topics) -> {
            loads.put(member, 0);
            topics.forEach(topic -> subscribers
                    .computeIfAbsent(topic, name -> new ArrayList<>())
                    .add(member));
        });
    }

    /**
     * A member for each partition that has a subscriber.
     *
     * @param subscriptions in an order that decides between equals
     * @param partitions in an order that decides which ones move first
     * @param current who has them now; need not fit any more
     */
    static <M> Map<TopicPartition, M> assign(
            Map<M, Set<TopicName>> subscriptions, List<TopicPartition> partitions, Map<TopicPartition, M> current) {
        StickyAssignor<M> assignor = new StickyAssignor<>(subscriptions);
        assignor.keep(subscriptions, partitions, current);
        assignor.fill(partitions);
        assignor.balance();
        return assignor.assignment;
    }

    private void keep(
            Map<M, Set<TopicName>> subscriptions, List<TopicPartition> partitions, Map<TopicPartition, M> current) {
        for (TopicPartition partition : partitions) {
            M owner = current.get(partition);
            if (owner != null && subscriptions.getOrDefault(owner, Set.of()).contains(partition.topic())) {
                give(partition, owner);
            }
        }
    }

    private void fill(List<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            M least = assignment.containsKey(partition) ? null : leastLoaded(partition.topic());
            if (least != null) {
                give(partition, least);
            }
        }
    }

    /** Each move makes the sum of the squares of all loads smaller, so this ends. */
    private void balance() {
        boolean moved = true;
        while (moved) {
            moved = false;
            for (Map.Entry<TopicPartition, M> entry : assignment.entrySet()) {
                M least = leastLoaded(entry.getKey().topic());
                if (least != null && load(entry.getValue()) - load(least) >= 2) {
                    give(entry.getKey(), least);
                    moved = true;
                }
            }
        }
    }

    private void give(TopicPartition partition, M member) {
        M previous = assignment.put(partition, member);
        if (previous != null) {
            loads.merge(previous, -1, Integer::sum);
        }
        loads.merge(member, 1, Integer::sum);
        leastLoaded.clear();
    }

    private @Nullable M leastLoaded(TopicName topic) {
        M known = leastLoaded.get(topic);
        if (known != null) {
            return known;
        }
        M least = null;
        for (M member : subscribers.getOrDefault(topic, List.of())) {
            if (least == null || load(member) < load(least)) {
                least = member;
            }
        }
        if (least != null) {
            leastLoaded.put(topic, least);
        }
        return least;
    }

    private int load(M member) {
        return Objects.requireNonNull(loads.get(member));
    }
}
