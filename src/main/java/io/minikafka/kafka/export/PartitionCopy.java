package io.minikafka.kafka.export;

import io.minikafka.store.StoredMessage;
import java.util.Map;

/** Copies one partition, from behind what is in Kafka to the end the source had when the run began. For one thread. */
final class PartitionCopy {
    private final PartitionPlan plan;
    private final ExportSource source;
    private final TargetWriter writer;
    private final ExportLedger ledger;
    private final Meter meter;

    private OffsetMap offsets;
    private long target;
    private long copied;
    private long damaged;

    PartitionCopy(PartitionPlan plan, ExportSource source, TargetWriter writer, ExportLedger ledger, Meter meter) {
        this.plan = plan;
        this.source = source;
        this.writer = writer;
        this.ledger = ledger;
        this.meter = meter;
        this.offsets = plan.offsets();
        this.target = plan.target().end();
    }

    /**
     * Sends the messages, which are there after the writer's next flush.
     *
     * @throws ExportException when it cannot; what was sent stays
     */
    CopyResult run() {
        long first = plan.next();
        long end = plan.source().end();
        long next = first;
        long counted = first;
        try (SourceReader reader = source.reader(plan.partition())) {
            while (next < end) {
                SourceRead read = reader.read(next);
                if (read.nextOffset() <= next) {
                    throw new ExportException("Reading " + plan.partition() + " at offset " + next
                            + " returned nothing, though it ends at " + end);
                }
                damaged += Math.min(read.damaged(), end - next);
                for (StoredMessage message : read.messages()) {
                    if (message.offset() < end) {
                        send(message);
                    }
                }
                next = read.nextOffset();
                meter.add(Math.min(next, end) - counted);
                counted = Math.min(next, end);
            }
        }
        long passedOver = Math.max(0, end - first) - copied;
        return new CopyResult(offsets, target, copied, passedOver - damaged, damaged);
    }

    private void send(StoredMessage message) {
        if (message.offset() != offsets.toSource(target)) {
            // Noted before any message behind the gap is in Kafka, and after all before it are: whoever is killed in
            // between finds the note and no message, and begins the same run again.
            writer.flush();
            offsets = offsets.continuedAt(target, message.offset());
            ledger.write(Map.of(plan.inKafka(), offsets));
        }
        writer.send(plan.inKafka(), target, message);
        target++;
        copied++;
    }
}
