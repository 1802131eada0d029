package io.minikafka.kafka.export;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * What runs of the export leave for later ones: which offset in Kafka a partition's messages have. It is kept by Kafka,
 * as the metadata of committed offsets of the group {@value #GROUP}, so that it is as durable as positions of groups, goes
 * with the topic when that is deleted, and is nobody's to lose on this side. Safe for use by many threads.
 */
final class ExportLedger {
    static final String GROUP = "minikafka-export";

    /** Kafka's own limit, {@code offset.metadata.max.bytes}, is 4096 unless configured. */
    private static final int MAX_BYTES = 4000;

    private final Admin admin;

    ExportLedger(Admin admin) {
        this.admin = admin;
    }

    Map<TopicPartition, OffsetMap> read() {
        Map<TopicPartition, OffsetAndMetadata> committed = KafkaErrors.get(
                "read the offsets of the group " + GROUP,
                admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata());
        Map<TopicPartition, OffsetMap> maps = new HashMap<>();
        committed.forEach((partition, offset) -> {
            if (offset != null) {
                maps.put(partition, parse(partition, offset.metadata()));
            }
        });
        return maps;
    }

    private static OffsetMap parse(TopicPartition partition, String metadata) {
        try {
            return OffsetMap.parse(metadata);
        } catch (IllegalArgumentException e) {
            throw new ExportException(
                    "The group " + GROUP
                            + " in Kafka, which the export uses to find out where to go on, has an offset for "
                            + partition + " that is not the export's",
                    e);
        }
    }

    /** Durable when this returns. */
    void write(Map<TopicPartition, OffsetMap> maps) {
        if (maps.isEmpty()) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> commits = new HashMap<>();
        maps.forEach((partition, map) -> {
            String text = map.encode();
            if (text.length() > MAX_BYTES) {
                throw new ExportException(
                        "Messages of " + partition + " were missing at "
                                + map.runs().size()
                                + " places; the export cannot note more. Do they leave by retention faster than they are copied?");
            }
            commits.put(partition, new OffsetAndMetadata(map.targetStart(), Optional.empty(), text));
        });
        GroupOffsets.alter(admin, GROUP, commits);
    }
}
