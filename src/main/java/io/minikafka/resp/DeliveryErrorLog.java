package io.minikafka.resp;

import io.minikafka.store.TopicName;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Warns in the log of messages that were accepted and not stored: at once, and then in sums, once a second at most, since
 * with a backend that is away thousands fail at a time. Nothing of the messages themselves is in it. Safe for use by many
 * threads.
 */
final class DeliveryErrorLog {
    private static final System.Logger LOG = System.getLogger(DeliveryErrorLog.class.getName());

    private final Executor later;
    private final Set<TopicName> topics = new HashSet<>();
    private long messages;
    private String last = "";
    private boolean pausing;

    DeliveryErrorLog() {
        this(CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS));
    }

    /** @param later runs what it is given after the pause that is to be between two warnings */
    DeliveryErrorLog(Executor later) {
        this.later = later;
    }

    /** @param reason why, for people */
    void failed(TopicName topic, int count, String reason) {
        String line;
        synchronized (this) {
            messages += count;
            topics.add(topic);
            last = "'" + topic + "': " + reason;
            line = pausing ? null : sum();
        }
        warn(line);
    }

    private void paused() {
        String line;
        synchronized (this) {
            pausing = false;
            line = messages == 0 ? null : sum();
        }
        warn(line);
    }

    private String sum() {
        String line = "Messages that were accepted and not stored: " + messages
                + (topics.size() == 1 ? ", to topic " : ", to " + topics.size() + " topics, the last ") + last;
        messages = 0;
        topics.clear();
        pausing = true;
        return line;
    }

    /** Without the lock, since whoever logs may have to wait. */
    private void warn(@Nullable String line) {
        if (line != null) {
            LOG.log(System.Logger.Level.WARNING, line);
            later.execute(this::paused);
        }
    }
}
