package io.minikafka.kafka.export;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Commits for groups that have no members. */
final class GroupOffsets {
    private static final long PATIENCE_NANOS = Duration.ofSeconds(30).toNanos();
    private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();

    private GroupOffsets() {}

    /**
     * Commits the offsets, durably when this returns. The group's coordinator may hear of a topic a moment after those
     * who created it, so that is waited for.
     */
    static void alter(Admin admin, String group, Map<TopicPartition, OffsetAndMetadata> offsets) {
        long started = System.nanoTime();
        while (true) {
            try {
                admin.alterConsumerGroupOffsets(group, offsets).all().get();
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ExportException("The export was interrupted", e);
            } catch (ExecutionException e) {
                boolean notYet = e.getCause() instanceof UnknownTopicOrPartitionException
                        && System.nanoTime() - started < PATIENCE_NANOS;
                if (!notYet) {
                    throw KafkaErrors.failure("commit offsets of the group " + group, e);
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }
}
