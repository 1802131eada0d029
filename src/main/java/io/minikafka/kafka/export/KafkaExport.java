package io.minikafka.kafka.export;

import io.minikafka.group.GroupName;
import io.minikafka.kafka.export.ExportOptions.Mode;
import io.minikafka.kafka.export.ExportProgress.Phase;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/**
 * Copies topics and positions of groups into a Kafka cluster, then compares both sides. Copies what the source has when
 * the run begins; a later run copies what has come since. It may be killed at any moment, and run again: it goes on behind
 * the last message that Kafka has. For one use, by one thread.
 */
public final class KafkaExport {
    private static final int THREADS = 4;

    private final ExportSource source;
    private final KafkaConnection kafka;
    private final ExportOptions options;
    private final ExportProgress progress;
    private final Duration settled;

    private KafkaExport(
            ExportSource source,
            KafkaConnection kafka,
            ExportOptions options,
            ExportProgress progress,
            Duration settled) {
        this.source = source;
        this.kafka = kafka;
        this.options = options;
        this.progress = progress;
        this.settled = settled;
    }

    /**
     * Exports, and returns when that is done.
     *
     * @throws ExportException when it does not begin, or cannot be completed
     */
    public static ExportReport run(
            ExportSource source, KafkaConnection kafka, ExportOptions options, ExportProgress progress) {
        return run(source, kafka, options, progress, ExportPlanner.SETTLED);
    }

    static ExportReport run(
            ExportSource source,
            KafkaConnection kafka,
            ExportOptions options,
            ExportProgress progress,
            Duration settled) {
        return new KafkaExport(source, kafka, options, progress, settled).run();
    }

    private ExportReport run() {
        boolean withGroups = options.mode() == Mode.COPY;
        if (withGroups) {
            // What was named and is not there is to be told now.
            GroupCopy.chosen(source, options.groups());
        }
        try (Admin admin = kafka.admin()) {
            TargetTopics topics = new TargetTopics(admin);
            ExportLedger ledger = new ExportLedger(admin);
            List<TopicPlan> plans = new ExportPlanner(source, topics, ledger, options, settled).plan();
            List<Copied> copied = switch (options.mode()) {
                case PLAN -> planned(plans);
                case VERIFY -> verified(already(plans));
                case COPY -> verified(copy(plans, topics, ledger));
            };
            List<PartitionReport> partitions =
                    copied.stream().map(Copied::report).sorted(byPartition()).toList();
            List<GroupReport> groups = List.of();
            if (withGroups && partitions.stream().allMatch(KafkaExport::isSame)) {
                groups = new GroupCopy(admin, partitions, starts(topics, copied)).run(groups());
            }
            return new ExportReport(partitions, groups);
        }
    }

    private static Comparator<PartitionReport> byPartition() {
        return Comparator.comparing(PartitionReport::partition);
    }

    private static boolean isSame(PartitionReport report) {
        return report.verification() == null || report.verification().isSame();
    }

    /** A partition on its way through the phases. */
    private record Copied(
            PartitionPlan plan, CopyResult result, @Nullable Verification verification) {
        PartitionReport report() {
            return new PartitionReport(
                    plan.partition(),
                    plan.source(),
                    result.targetEnd(),
                    result.offsets(),
                    result.copied(),
                    result.expired(),
                    result.damaged(),
                    verification);
        }
    }

    private static List<Copied> planned(List<TopicPlan> plans) {
        List<Copied> planned = new ArrayList<>();
        for (PartitionPlan plan : partitions(plans)) {
            long gone = Math.max(0, plan.source().start() - plan.next());
            long expected = plan.ahead() - Math.min(gone, plan.ahead());
            planned.add(new Copied(
                    plan, new CopyResult(plan.offsets(), plan.target().end(), expected, gone, 0), null));
        }
        return planned;
    }

    private static List<Copied> already(List<TopicPlan> plans) {
        return partitions(plans).stream()
                .map(plan -> new Copied(plan, CopyResult.none(plan), null))
                .toList();
    }

    private List<Copied> copy(List<TopicPlan> plans, TargetTopics topics, ExportLedger ledger) {
        List<TopicPlan> ready =
                plans.stream().map(plan -> prepare(plan, topics, ledger)).toList();
        List<PartitionPlan> partitions = partitions(ready);
        List<PartitionPlan> open =
                partitions.stream().filter(plan -> plan.ahead() > 0).toList();
        Map<TopicName, Integer> limits =
                ready.stream().collect(Collectors.toMap(plan -> plan.source().name(), TopicPlan::maxMessageBytes));
        Meter meter = new Meter(
                progress,
                Phase.COPYING,
                open.stream().mapToLong(PartitionPlan::ahead).sum());
        Map<TopicPartition, CopyResult> results;
        try (TargetWriter writer = new TargetWriter(kafka, topics, limits, progress)) {
            List<CopyResult> copied = ParallelWork.run(open, THREADS, meter, plan -> {
                TailCheck.run(plan, source, kafka);
                return new PartitionCopy(plan, source, writer, ledger, meter).run();
            });
            writer.flush();
            results = zip(open, copied);
        }
        return partitions.stream()
                .map(plan -> new Copied(plan, results.getOrDefault(plan.partition(), CopyResult.none(plan)), null))
                .toList();
    }

    private static Map<TopicPartition, CopyResult> zip(List<PartitionPlan> plans, List<CopyResult> results) {
        Map<TopicPartition, CopyResult> zipped = new HashMap<>();
        for (int i = 0; i < plans.size(); i++) {
            zipped.put(plans.get(i).partition(), results.get(i));
        }
        return zipped;
    }

    /** Creates the topic if need be; then, before any message, notes which offsets its messages get. */
    private TopicPlan prepare(TopicPlan plan, TargetTopics topics, ExportLedger ledger) {
        TopicPlan ready = plan;
        if (!plan.exists()) {
            ready = plan.created(topics.create(plan.source(), options.replicationFactor()));
            progress.note("Created the topic '" + plan.source().name() + "' in Kafka");
        }
        ledger.write(ready.offsets());
        return ready;
    }

    private List<Copied> verified(List<Copied> copied) {
        Meter meter = new Meter(
                progress,
                Phase.VERIFYING,
                copied.stream()
                        .mapToLong(each -> PartitionVerification.size(
                                each.plan(),
                                each.result().offsets(),
                                each.result().targetEnd()))
                        .sum());
        Function<Copied, Copied> verify = each -> {
            CopyResult result = each.result();
            Verification verification = new PartitionVerification(
                            each.plan(), result.offsets(), result.targetEnd(), meter)
                    .run(source, kafka);
            return new Copied(each.plan(), result, verification);
        };
        return ParallelWork.run(copied, THREADS, meter, verify);
    }

    private Map<GroupName, Map<TopicPartition, Long>> groups() {
        // As late as can be, so that what members have committed meanwhile counts.
        return GroupCopy.chosen(source, options.groups());
    }

    private static Map<TopicPartition, Long> starts(TargetTopics topics, List<Copied> copied) {
        Map<org.apache.kafka.common.TopicPartition, OffsetRange> ranges = topics.offsets(
                copied.stream().map(each -> each.plan().inKafka()).toList());
        return copied.stream().collect(Collectors.toMap(each -> each.plan().partition(), each -> {
            OffsetRange range = ranges.get(each.plan().inKafka());
            return range == null ? 0L : range.start();
        }));
    }

    private static List<PartitionPlan> partitions(List<TopicPlan> plans) {
        return plans.stream().flatMap(plan -> plan.partitions().stream()).toList();
    }
}
