package io.minikafka.group;

import io.minikafka.store.TopicPartition;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Collectors;

/** Offsets as they hold after some commits. For one thread. */
final class OffsetState implements Iterable<OffsetCommit> {
    private final Map<GroupName, Map<TopicPartition, Long>> offsets = new HashMap<>();
    private long count;
    private long bytes;

    void apply(OffsetCommit commit) {
        Map<TopicPartition, Long> group = offsets.get(commit.group());
        if (commit.offset() != OffsetCommit.NONE) {
            if (group == null) {
                group = new HashMap<>();
                offsets.put(commit.group(), group);
            }
            if (group.put(commit.partition(), commit.offset()) == null) {
                count(commit, 1);
            }
        } else if (group != null && group.remove(commit.partition()) != null) {
            count(commit, -1);
            if (group.isEmpty()) {
                offsets.remove(commit.group());
            }
        }
    }

    private void count(OffsetCommit commit, int change) {
        count += change;
        bytes += (long) change * OffsetRecordFormat.sizeOf(commit);
    }

    /** How many commits it takes to get here. */
    long count() {
        return count;
    }

    /** What those commits take in a file. */
    long bytes() {
        return bytes;
    }

    @Override
    public Iterator<OffsetCommit> iterator() {
        return offsets.entrySet().stream()
                .flatMap(group -> group.getValue().entrySet().stream()
                        .map(each -> new OffsetCommit(group.getKey(), each.getKey(), each.getValue())))
                .iterator();
    }

    /** An unmodifiable copy. */
    Map<GroupName, Map<TopicPartition, Long>> copy() {
        return offsets.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, each -> Map.copyOf(each.getValue())));
    }
}
