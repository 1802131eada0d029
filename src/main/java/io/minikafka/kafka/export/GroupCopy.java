package io.minikafka.kafka.export;

import io.minikafka.group.GroupName;
import io.minikafka.kafka.export.GroupReport.Outcome;
import io.minikafka.store.TopicPartition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Commits in Kafka what groups had committed, as offsets of Kafka. Never moves a group back: what it has committed in
 * Kafka already, further on, stays.
 */
final class GroupCopy {
    private final Admin admin;
    private final Map<TopicPartition, PartitionReport> partitions = new HashMap<>();
    private final Map<TopicPartition, Long> targetStarts;

    /** @param targetStarts log start offsets in Kafka */
    GroupCopy(Admin admin, List<PartitionReport> partitions, Map<TopicPartition, Long> targetStarts) {
        this.admin = admin;
        partitions.forEach(partition -> this.partitions.put(partition.partition(), partition));
        this.targetStarts = targetStarts;
    }

    /** @throws ExportException when a group that was named does not exist */
    static Map<GroupName, Map<TopicPartition, Long>> chosen(ExportSource source, ExportOptions.GroupChoice choice) {
        Map<GroupName, Map<TopicPartition, Long>> all = source.committedOffsets();
        for (GroupName wanted : new TreeSet<>(choice.named())) {
            if (!all.containsKey(wanted)) {
                throw new ExportException("There is no group '" + wanted + "' in " + source.name());
            }
        }
        Map<GroupName, Map<TopicPartition, Long>> chosen = new TreeMap<>(all);
        chosen.keySet().removeIf(group -> !choice.includes().test(group));
        return chosen;
    }

    List<GroupReport> run(Map<GroupName, Map<TopicPartition, Long>> committed) {
        List<GroupReport> reports = new ArrayList<>();
        committed.forEach((group, offsets) -> {
            Map<TopicPartition, Long> exported = new TreeMap<>(offsets);
            exported.keySet().retainAll(partitions.keySet());
            if (!exported.isEmpty()) {
                reports.addAll(copy(group, exported));
            }
        });
        reports.sort(Comparator.comparing(GroupReport::group).thenComparing(GroupReport::partition));
        return reports;
    }

    private List<GroupReport> copy(GroupName group, Map<TopicPartition, Long> committed) {
        Map<TopicPartition, Long> ahead = new HashMap<>();
        Map<org.apache.kafka.common.TopicPartition, OffsetAndMetadata> commits = new HashMap<>();
        String problem = null;
        try {
            if (group.value().equals(ExportLedger.GROUP)) {
                throw new ExportException("The export uses a group of this name itself");
            }
            Map<org.apache.kafka.common.TopicPartition, OffsetAndMetadata> existing = KafkaErrors.get(
                    "read the offsets of the group " + group,
                    admin.listConsumerGroupOffsets(group.value()).partitionsToOffsetAndMetadata());
            committed.forEach((partition, offset) -> {
                long target = target(partition, offset);
                OffsetAndMetadata before = existing.get(inKafka(partition));
                if (before != null && before.offset() > target) {
                    ahead.put(partition, before.offset());
                } else {
                    commits.put(inKafka(partition), new OffsetAndMetadata(target));
                }
            });
            if (!commits.isEmpty()) {
                GroupOffsets.alter(admin, group.value(), commits);
            }
        } catch (ExportException e) {
            problem = e.getMessage();
        }
        return reports(group, committed, ahead, problem);
    }

    private List<GroupReport> reports(
            GroupName group,
            Map<TopicPartition, Long> committed,
            Map<TopicPartition, Long> ahead,
            @Nullable String problem) {
        List<GroupReport> reports = new ArrayList<>();
        committed.forEach((partition, offset) -> {
            Outcome outcome =
                    problem != null ? Outcome.FAILED : ahead.containsKey(partition) ? Outcome.KEPT : Outcome.SET;
            long target = ahead.getOrDefault(partition, target(partition, offset));
            reports.add(new GroupReport(group, partition, offset, target, outcome, problem));
        });
        return reports;
    }

    /**
     * The same place in Kafka. Not beyond what was copied; and not below what Kafka retains, since a consumer there would
     * go by its own {@code auto.offset.reset}, and mostly jump to the end.
     */
    private long target(TopicPartition partition, long offset) {
        PartitionReport report = partitions.get(partition);
        if (report == null) {
            throw new IllegalArgumentException("Not exported: " + partition);
        }
        long place = Math.min(report.offsets().toTarget(offset), report.targetEnd());
        return Math.max(place, targetStarts.getOrDefault(partition, 0L));
    }

    private static org.apache.kafka.common.TopicPartition inKafka(TopicPartition partition) {
        return new org.apache.kafka.common.TopicPartition(partition.topic().value(), partition.partition());
    }
}
