package io.minikafka.kafka;

import io.minikafka.broker.BrokerException;
import io.minikafka.broker.BrokerException.Code;
import io.minikafka.group.GroupDescription;
import io.minikafka.group.GroupDescription.MemberDescription;
import io.minikafka.group.GroupDescription.PartitionProgress;
import io.minikafka.group.GroupName;
import io.minikafka.kafka.LogOffsets.Range;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.jspecify.annotations.Nullable;

/**
 * Puts a group's description together from what Kafka tells in several places. Kafka does not tell in which order members
 * joined nor what they subscribed to: they are numbered by their client's id, and their topics are those they were given
 * partitions of. Partitions of topics that are gone are left out. Nothing blocks. Safe for use by many threads.
 */
final class GroupDescriber {
    private final Admin admin;
    private final KafkaTopics topics;
    private final SkippedMessages skipped;

    GroupDescriber(Admin admin, KafkaTopics topics, SkippedMessages skipped) {
        this.admin = admin;
        this.topics = topics;
        this.skipped = skipped;
    }

    CompletableFuture<GroupDescription> describe(GroupName group, ConsumerGroupDescription found) {
        List<MemberDescription> members = members(found);
        Map<TopicPartition, Long> owners = new HashMap<>();
        members.forEach(member -> member.assignment().forEach(partition -> owners.put(partition, member.id())));
        return committed(group).thenCompose(committed -> {
            Set<TopicPartition> partitions = new TreeSet<>(committed.keySet());
            partitions.addAll(owners.keySet());
            return existing(partitions)
                    .thenCompose(topics.offsets()::ranges)
                    .thenApply(ranges -> new GroupDescription(
                            group,
                            members,
                            partitions.stream()
                                    .filter(ranges::containsKey)
                                    .map(partition -> progress(
                                            group,
                                            partition,
                                            optional(owners.get(partition)),
                                            optional(committed.get(partition)),
                                            Objects.requireNonNull(ranges.get(partition))))
                                    .toList()));
        });
    }

    private static List<MemberDescription> members(ConsumerGroupDescription found) {
        List<MemberDescription> members = new ArrayList<>();
        found.members().stream()
                .sorted(Comparator.comparing(org.apache.kafka.clients.admin.MemberDescription::clientId)
                        .thenComparing(org.apache.kafka.clients.admin.MemberDescription::consumerId))
                .forEach(member -> {
                    Set<TopicPartition> assignment = member.assignment().topicPartitions().stream()
                            .map(Records::of)
                            .collect(Collectors.toUnmodifiableSet());
                    members.add(new MemberDescription(
                            members.size() + 1L,
                            member.clientId(),
                            assignment.stream().map(TopicPartition::topic).collect(Collectors.toUnmodifiableSet()),
                            assignment));
                });
        return List.copyOf(members);
    }

    private CompletableFuture<Map<TopicPartition, Long>> committed(GroupName group) {
        return KafkaFutures.of(admin.listConsumerGroupOffsets(group.value()).partitionsToOffsetAndMetadata())
                .thenApply(offsets -> {
                    Map<TopicPartition, Long> committed = new HashMap<>();
                    offsets.forEach((partition, offset) -> {
                        if (offset != null) {
                            committed.put(Records.of(partition), offset.offset());
                        }
                    });
                    return committed;
                });
    }

    /** Those whose log can be asked for. */
    private CompletableFuture<Set<TopicPartition>> existing(Set<TopicPartition> partitions) {
        CompletableFuture<Set<TopicPartition>> all = CompletableFuture.completedFuture(Set.of());
        for (TopicName topic :
                partitions.stream().map(TopicPartition::topic).collect(Collectors.toCollection(TreeSet::new))) {
            all = all.thenCombine(partitions(topic), (known, count) -> {
                Set<TopicPartition> both = new TreeSet<>(known);
                partitions.stream()
                        .filter(partition -> partition.topic().equals(topic) && partition.partition() < count)
                        .forEach(both::add);
                return both;
            });
        }
        return all;
    }

    private CompletableFuture<Integer> partitions(TopicName topic) {
        return topics.refresh(topic).handle((found, failure) -> {
            if (failure == null) {
                return found.partitions();
            }
            BrokerException reason = KafkaFailures.translate(failure);
            if (reason.code() == Code.UNKNOWN_TOPIC) {
                return 0;
            }
            throw reason;
        });
    }

    private PartitionProgress progress(
            GroupName group, TopicPartition partition, OptionalLong owner, OptionalLong committed, Range range) {
        long next = Math.max(committed.orElse(0), range.start());
        return new PartitionProgress(
                partition,
                owner,
                committed,
                range.end(),
                Math.max(0, range.end() - next),
                skipped.of(group, partition));
    }

    private static OptionalLong optional(@Nullable Long value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
