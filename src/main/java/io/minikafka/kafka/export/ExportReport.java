package io.minikafka.kafka.export;

import io.minikafka.kafka.export.GroupReport.Outcome;
import java.util.List;

/**
 * What an export has done.
 *
 * @param partitions sorted
 * @param groups sorted by group and partition; empty when a partition did not verify
 */
public record ExportReport(List<PartitionReport> partitions, List<GroupReport> groups) {
    /** Whether everything is in Kafka, and is there as in the source. */
    public boolean isGood() {
        return partitions.stream().allMatch(PartitionReport::isGood)
                && groups.stream().noneMatch(group -> group.outcome() == Outcome.FAILED);
    }
}
