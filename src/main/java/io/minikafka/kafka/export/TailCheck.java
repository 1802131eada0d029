package io.minikafka.kafka.export;

import io.minikafka.store.StoredMessage;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Before anything is copied behind messages that are in Kafka: are the last of them the source's? Otherwise a topic of the
 * same name in another source, or one that was restored from a backup and went on differently, would be mixed in.
 */
final class TailCheck {
    private static final int MESSAGES = 10;

    private TailCheck() {}

    /** @throws ExportException when they are not; those the source does not have any more are not looked at */
    static void run(PartitionPlan plan, ExportSource source, KafkaConnection kafka) {
        long end = plan.target().end();
        long first = Math.max(
                Math.max(plan.target().start(), plan.offsets().targetStart()),
                Math.max(end - MESSAGES, plan.offsets().toTarget(plan.source().start())));
        if (first >= end) {
            return;
        }
        try (TargetCursor theirs = new TargetCursor(kafka, plan.inKafka(), first, end);
                SourceCursor ours = new SourceCursor(
                        source,
                        plan.partition(),
                        plan.offsets().toSource(first),
                        plan.source().end())) {
            StoredMessage message = ours.next();
            for (ConsumerRecord<byte[], byte[]> record = theirs.next(); record != null; record = theirs.next()) {
                while (message != null && plan.offsets().toTarget(message.offset()) < record.offset()) {
                    message = ours.next();
                }
                if (message != null
                        && plan.offsets().toTarget(message.offset()) == record.offset()
                        && !Content.of(message).equals(Content.of(record))) {
                    throw new ExportException("Offset " + record.offset() + " of " + plan.partition()
                            + " in Kafka is not the source's offset " + message.offset()
                            + ": it was exported from another source, or somebody else writes to it; delete the topic"
                            + " there to start again");
                }
            }
        }
    }
}
