package io.minikafka.server;

import io.minikafka.store.MessageStore;
import io.minikafka.store.StoreClosedException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Has the store free what expired, again and again on a thread of its own; a run that fails is logged and never stops
 * the next.
 */
final class RetentionSchedule implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RetentionSchedule.class);

    private final MessageStore store;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(new CustomizableThreadFactory("minikafka-retention-"));

    /** @param pause from the end of one run to the start of the next, and before the first */
    RetentionSchedule(MessageStore store, Duration pause) {
        this.store = store;
        var unused =
                thread.scheduleWithFixedDelay(this::run, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void run() {
        try {
            store.enforceRetention();
        } catch (StoreClosedException e) {
            log.debug("The store closed during the run", e);
        } catch (RuntimeException | Error e) {
            log.error("Freeing expired messages failed; the next run tries again", e);
        }
    }

    /** Lets a run under way finish: an interrupt would close the files it works on. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
                log.warn("Freeing expired messages is still under way; going on with the shutdown");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
