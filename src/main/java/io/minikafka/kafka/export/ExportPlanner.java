package io.minikafka.kafka.export;

import io.minikafka.kafka.export.ExportOptions.Mode;
import io.minikafka.store.TopicName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/** Finds out what there is to do, and refuses what cannot be done, before anything is. Changes nothing. */
final class ExportPlanner {
    /**
     * So long the log end offsets must stand still before anything is copied behind messages that are there: a run that
     * was killed may have left requests that Kafka is still working on, or replicas that do not have them yet.
     */
    static final Duration SETTLED = Duration.ofSeconds(1);

    private static final int MOST_LOOKS = 60;

    private final ExportSource source;
    private final TargetTopics target;
    private final ExportLedger ledger;
    private final ExportOptions options;
    private final Duration settled;

    ExportPlanner(
            ExportSource source, TargetTopics target, ExportLedger ledger, ExportOptions options, Duration settled) {
        this.source = source;
        this.target = target;
        this.ledger = ledger;
        this.options = options;
        this.settled = settled;
    }

    /** @throws ExportException when a topic cannot be exported */
    List<TopicPlan> plan() {
        List<SourceTopic> topics = chosen().stream().map(source::describe).toList();
        Map<TopicName, TargetTopic> existing =
                target.find(topics.stream().map(SourceTopic::name).toList());
        for (SourceTopic topic : topics) {
            TargetTopic found = existing.get(topic.name());
            if (found != null) {
                check(topic, found);
            } else if (options.mode() == Mode.VERIFY) {
                throw new ExportException("There is no topic '" + topic.name() + "' in Kafka");
            } else if (options.mode() == Mode.PLAN) {
                target.checkCreation(topic, options.replicationFactor());
            }
        }
        List<TopicPartition> partitions = new ArrayList<>();
        existing.forEach((name, found) -> {
            for (int i = 0; i < found.partitions(); i++) {
                partitions.add(new TopicPartition(name.value(), i));
            }
        });
        Map<TopicPartition, OffsetRange> ranges = settledOffsets(partitions);
        Map<TopicPartition, OffsetMap> noted = existing.isEmpty() ? Map.of() : ledger.read();
        List<TopicPlan> plans = new ArrayList<>();
        for (SourceTopic topic : topics) {
            TargetTopic found = existing.get(topic.name());
            plans.add(
                    found == null
                            ? planOfNew(topic)
                            : new TopicPlan(
                                    topic,
                                    true,
                                    TargetTopics.maxMessageBytes(found.config()),
                                    plansOf(topic, ranges, noted)));
        }
        return plans;
    }

    private List<TopicName> chosen() {
        List<TopicName> all = source.topics();
        if (all.isEmpty()) {
            throw new ExportException("There are no topics in " + source.name());
        }
        if (options.topics().isEmpty()) {
            return all;
        }
        for (TopicName wanted : new TreeSet<>(options.topics())) {
            if (!all.contains(wanted)) {
                throw new ExportException("There is no topic '" + wanted + "' in " + source.name());
            }
        }
        return all.stream().filter(options.topics()::contains).toList();
    }

    private static void check(SourceTopic topic, TargetTopic found) {
        if (found.partitions() != topic.partitions().size()) {
            throw refusal(
                    topic,
                    "has " + found.partitions() + " partitions; the source has "
                            + topic.partitions().size());
        }
        String timestamps = found.config(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG);
        if (!timestamps.equals(TargetTopics.CREATE_TIME)) {
            throw refusal(
                    topic,
                    "has message.timestamp.type=" + timestamps
                            + ", which would replace the messages' times; accepted is " + TargetTopics.CREATE_TIME);
        }
        String cleanup = found.config(TopicConfig.CLEANUP_POLICY_CONFIG);
        if (!cleanup.equals(TopicConfig.CLEANUP_POLICY_DELETE)) {
            throw refusal(topic, "has cleanup.policy=" + cleanup + ", which would remove messages; accepted is delete");
        }
    }

    private static ExportException refusal(SourceTopic topic, String problem) {
        return new ExportException("The topic '" + topic.name() + "' in Kafka " + problem);
    }

    private static TopicPlan planOfNew(SourceTopic topic) {
        List<PartitionPlan> partitions = new ArrayList<>();
        for (int i = 0; i < topic.partitions().size(); i++) {
            OffsetRange range = topic.partitions().get(i);
            partitions.add(new PartitionPlan(
                    new io.minikafka.store.TopicPartition(topic.name(), i),
                    range,
                    new OffsetRange(0, 0),
                    OffsetMap.startingAt(0, range.start())));
        }
        return new TopicPlan(topic, false, Integer.MAX_VALUE, partitions);
    }

    private List<PartitionPlan> plansOf(
            SourceTopic topic, Map<TopicPartition, OffsetRange> ranges, Map<TopicPartition, OffsetMap> noted) {
        List<PartitionPlan> plans = new ArrayList<>();
        for (int i = 0; i < topic.partitions().size(); i++) {
            TopicPartition inKafka = new TopicPartition(topic.name().value(), i);
            OffsetRange target = ranges.getOrDefault(inKafka, new OffsetRange(0, 0));
            OffsetRange range = topic.partitions().get(i);
            OffsetMap offsets = offsets(inKafka, range, target, noted.get(inKafka));
            PartitionPlan plan =
                    new PartitionPlan(new io.minikafka.store.TopicPartition(topic.name(), i), range, target, offsets);
            if (options.mode() != Mode.VERIFY && plan.next() > range.end()) {
                throw new ExportException(inKafka + " in Kafka has " + (plan.next() - range.end())
                        + " messages more than the source, or is not from this source; exporting goes on only behind what"
                        + " former runs have copied from it");
            }
            plans.add(plan);
        }
        return plans;
    }

    private OffsetMap offsets(
            TopicPartition inKafka, OffsetRange source, OffsetRange target, @Nullable OffsetMap noted) {
        if (noted == null) {
            if (options.mode() == Mode.VERIFY) {
                throw new ExportException("Kafka has no note of an export to " + inKafka
                        + "; it is kept as long as positions of unused groups (offsets.retention.minutes)");
            }
            if (target.count() > 0) {
                throw new ExportException(inKafka + " in Kafka has " + target.count()
                        + " messages that no export has put there, as far as Kafka has note of it; exporting begins with"
                        + " an empty topic only, or with none");
            }
            return OffsetMap.startingAt(target.end(), source.start());
        }
        long begun = noted.runs().get(noted.runs().size() - 1).target();
        if (target.end() < begun) {
            throw new ExportException(inKafka + " in Kafka ends at offset " + target.end() + ", but offset " + begun
                    + " had been copied to: Kafka has lost messages; delete the topic there and start again");
        }
        return noted;
    }

    private Map<TopicPartition, OffsetRange> settledOffsets(List<TopicPartition> partitions) {
        Map<TopicPartition, OffsetRange> offsets = target.offsets(partitions);
        boolean written = offsets.values().stream().anyMatch(range -> range.end() > 0);
        if (!written || options.mode() != Mode.COPY) {
            return offsets;
        }
        for (int i = 0; i < MOST_LOOKS; i++) {
            LockSupport.parkNanos(settled.toNanos());
            Map<TopicPartition, OffsetRange> before = offsets;
            offsets = target.offsets(partitions);
            if (ends(before).equals(ends(offsets))) {
                return offsets;
            }
        }
        throw new ExportException(
                "Somebody else writes to the topics in Kafka; export only to topics nobody writes to");
    }

    private static Map<TopicPartition, Long> ends(Map<TopicPartition, OffsetRange> offsets) {
        return offsets.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, each -> each.getValue().end()));
    }
}
