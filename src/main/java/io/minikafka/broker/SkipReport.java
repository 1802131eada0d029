package io.minikafka.broker;

import io.minikafka.group.GroupName;
import io.minikafka.store.TopicPartition;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns in the log of messages that left by retention before a group read them: at once, and then in sums, once a minute
 * at most, since a group that is too slow meets them with every read. Safe for use by many threads.
 */
public final class SkipReport {
    private static final Logger log = LoggerFactory.getLogger(LocalBroker.class);
    private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier nanoTime;
    private final AtomicLong nextWarning;
    private final AtomicLong untold = new AtomicLong();

    /** @param nanoTime like {@link System#nanoTime()} */
    public SkipReport(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.nextWarning = new AtomicLong(nanoTime.getAsLong());
    }

    /** So many messages of the partition left before the group read them. */
    public void skipped(GroupName group, TopicPartition partition, long messages) {
        untold.addAndGet(messages);
        long now = nanoTime.getAsLong();
        long due = nextWarning.get();
        if (now - due >= 0 && nextWarning.compareAndSet(due, now + PAUSE_NANOS)) {
            log.warn(
                    "{} messages left by retention before their consumer groups read them, the last of {} for group '{}'",
                    untold.getAndSet(0),
                    partition,
                    group);
        }
    }
}
