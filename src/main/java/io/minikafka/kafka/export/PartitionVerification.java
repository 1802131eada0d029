package io.minikafka.kafka.export;

import io.minikafka.store.StoredMessage;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads both sides of a partition side by side, each message once. Retention may go on meanwhile on both: a message that
 * one side no longer has is not compared. For one thread.
 */
final class PartitionVerification {
    private static final int REPORT_AFTER = 1000;

    private final PartitionPlan plan;
    private final OffsetMap offsets;
    private final long targetEnd;
    private final Meter meter;

    private final ContentDigest sourceDigest = new ContentDigest();
    private final ContentDigest targetDigest = new ContentDigest();
    private long sourceCount;
    private long targetCount;
    private int unreported;
    private @Nullable String difference;

    /** @param offsets which offset messages have in Kafka, where they end at {@code targetEnd} */
    PartitionVerification(PartitionPlan plan, OffsetMap offsets, long targetEnd, Meter meter) {
        this.plan = plan;
        this.offsets = offsets;
        this.targetEnd = targetEnd;
        this.meter = meter;
    }

    /** How many messages at most are to be compared. */
    static long size(PartitionPlan plan, OffsetMap offsets, long targetEnd) {
        return Math.max(0, targetEnd - firstOnBothSides(plan, offsets));
    }

    private static long firstOnBothSides(PartitionPlan plan, OffsetMap offsets) {
        return Math.max(
                Math.max(plan.target().start(), offsets.targetStart()),
                offsets.toTarget(plan.source().start()));
    }

    Verification run(ExportSource source, KafkaConnection kafka) {
        long first = Math.min(targetEnd, firstOnBothSides(plan, offsets));
        // What the source got since the copy began is no difference; what Kafka has less than former runs copied is.
        try (SourceCursor ours = new SourceCursor(
                        source,
                        plan.partition(),
                        offsets.toSource(first),
                        plan.source().end());
                TargetCursor theirs = new TargetCursor(kafka, plan.inKafka(), first, targetEnd)) {
            compare(ours, theirs);
        }
        if (unreported > 0) {
            meter.add(unreported);
        }
        return new Verification(sourceCount, sourceDigest.hex(), targetCount, targetDigest.hex(), difference);
    }

    private void compare(SourceCursor ours, TargetCursor theirs) {
        StoredMessage message = ours.next();
        ConsumerRecord<byte[], byte[]> record = theirs.next();
        while (message != null || record != null) {
            long at = message == null ? Long.MAX_VALUE : offsets.toTarget(message.offset());
            if (message != null && (record == null || at < record.offset() || !isCopied(message, at))) {
                if (at >= theirs.start()) {
                    onlyInSource(message);
                }
                message = ours.next();
            } else if (record != null && record.offset() < at) {
                // The source tells of every offset whether it has the message: it left by retention, or is damaged.
                passed(1);
                record = theirs.next();
            } else if (message != null && record != null) {
                onBothSides(message, record);
                message = ours.next();
                record = theirs.next();
            }
        }
    }

    /** A message that was gone when its turn came, and is there again, since a clock was set back, has no place. */
    private boolean isCopied(StoredMessage message, long target) {
        return offsets.toSource(target) == message.offset();
    }

    private void passed(int messages) {
        unreported += messages;
        if (unreported == REPORT_AFTER) {
            if (unreported > 0) {
                meter.add(unreported);
            }
            unreported = 0;
        }
    }

    private void onlyInSource(StoredMessage message) {
        sourceCount++;
        sourceDigest.add(Content.of(message));
        differs("offset " + message.offset() + " is missing in Kafka");
    }

    private void onBothSides(StoredMessage message, ConsumerRecord<byte[], byte[]> record) {
        Content ours = Content.of(message);
        Content theirs = Content.of(record);
        sourceCount++;
        sourceDigest.add(ours);
        targetCount++;
        targetDigest.add(theirs);
        passed(1);
        if (!ours.equals(theirs)) {
            differs("offset " + message.offset() + " has another " + part(ours, theirs) + " in Kafka, at offset "
                    + record.offset());
        }
    }

    private static String part(Content ours, Content theirs) {
        if (ours.timestamp() != theirs.timestamp()) {
            return "timestamp";
        }
        if (!Objects.equals(ours.key(), theirs.key())) {
            return "key";
        }
        return Objects.equals(ours.value(), theirs.value()) ? "set of headers" : "value";
    }

    private void differs(String text) {
        if (difference == null) {
            difference = text;
        }
    }
}
