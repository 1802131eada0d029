package io.minikafka.group;

import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A group over logs that are two numbers each, a clock that a test moves, and words for what members do. */
abstract class GroupFixture {
    static final TopicName ORDERS = TopicName.of("orders");
    static final Duration REBALANCE_TIMEOUT = Duration.ofSeconds(5);
    static final Duration MAX_POLL_INTERVAL = Duration.ofMinutes(5);

    final Map<TopicPartition, long[]> logs = new HashMap<>();
    final Map<TopicName, Integer> partitions = new HashMap<>();
    /** As a log of commits would have it. */
    final Map<TopicPartition, Long> committed = new HashMap<>();

    long now = 1_000_000;
    private long lastId;
    Group group = group(Map.of());

    Group group(Map<TopicPartition, Long> recovered) {
        return new Group(
                GroupName.of("billing"),
                new PartitionOffsets() {
                    @Override
                    public long logStart(TopicPartition partition) {
                        return log(partition)[0];
                    }

                    @Override
                    public long logEnd(TopicPartition partition) {
                        return log(partition)[1];
                    }
                },
                REBALANCE_TIMEOUT,
                recovered);
    }

    static TopicPartition orders(int partition) {
        return new TopicPartition(ORDERS, partition);
    }

    private long[] log(TopicPartition partition) {
        return logs.getOrDefault(partition, new long[2]);
    }

    final void topic(TopicName topic, int count) {
        partitions.put(topic, count);
        for (int i = 0; i < count; i++) {
            logs.putIfAbsent(new TopicPartition(topic, i), new long[2]);
        }
        group.topicChanged(topic, count, now);
        settle();
    }

    final void append(TopicPartition partition, long messages) {
        logs.get(partition)[1] += messages;
    }

    /** Messages below this offset leave by retention. */
    final void expire(TopicPartition partition, long logStart) {
        logs.get(partition)[0] = logStart;
    }

    final Member join(String name) {
        return join(name, Set.of(ORDERS), StartAt.EARLIEST);
    }

    final Member join(String name, Set<TopicName> topics, StartAt startAt) {
        Member member = group.join(
                ++lastId, new MemberSpec(name, topics, startAt, MAX_POLL_INTERVAL), Map.copyOf(partitions), now);
        settle();
        return member;
    }

    final void leave(Member member) {
        group.leave(member, now);
        settle();
    }

    /** Everything the member can get of one partition; the offsets. */
    final List<Long> read(Member member, TopicPartition partition) {
        return read(member, partition, Integer.MAX_VALUE);
    }

    final List<Long> read(Member member, TopicPartition partition, int atMost) {
        List<Long> offsets = new ArrayList<>();
        for (ReadPosition position : group.readPositions(member)) {
            if (position.partition().equals(partition)) {
                read(member, position, atMost, offsets);
            }
        }
        settle();
        return offsets;
    }

    private void read(Member member, ReadPosition position, int atMost, List<Long> offsets) {
        long[] log = log(position.partition());
        long first = Math.max(position.offset(), log[0]);
        long next = Math.min(log[1], first + atMost);
        if (group.deliver(
                member,
                position.partition(),
                position.epoch(),
                position.offset(),
                next,
                first - position.offset(),
                now)) {
            for (long offset = first; offset < next; offset++) {
                offsets.add(offset);
            }
        }
    }

    final void acknowledge(Member member, TopicPartition partition, long offset) {
        try {
            group.acknowledge(member, List.of(new Acknowledgement(partition, offset)), now);
        } finally {
            settle();
        }
    }

    final void pass(Duration time) {
        now += time.toNanos();
        group.tick(now);
        settle();
    }

    final Set<TopicPartition> assignment(Member member) {
        return group.assignment(member);
    }

    final GroupDescription.PartitionProgress progress(TopicPartition partition) {
        return group.describe().partitions().stream()
                .filter(progress -> progress.partition().equals(partition))
                .findFirst()
                .orElseThrow();
    }

    final void settle() {
        for (OffsetCommit commit : group.takeChanges().commits()) {
            if (commit.offset() == OffsetCommit.NONE) {
                committed.remove(commit.partition());
            } else {
                committed.put(commit.partition(), commit.offset());
            }
        }
    }
}
