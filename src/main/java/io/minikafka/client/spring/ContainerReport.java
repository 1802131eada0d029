package io.minikafka.client.spring;

import io.minikafka.client.MinikafkaException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * What is told of a container: in the log, once when it begins and once when it is over, whatever the number of members
 * and attempts, and as its state. Thread-safe.
 */
final class ContainerReport {
    private static final Log log = LogFactory.getLog(MinikafkaListenerContainer.class);

    private final String listener;
    private final AtomicBoolean away = new AtomicBoolean();
    private final AtomicReference<Throwable> refusal = new AtomicReference<>();
    private final AtomicReference<Throwable> end = new AtomicReference<>();

    ContainerReport(ListenerSettings settings) {
        this.listener = "Listener " + settings.id() + " of group " + settings.group() + " on "
                + String.join(", ", settings.subscription().topics());
    }

    void started(int members) {
        away.set(false);
        refusal.set(null);
        end.set(null);
        log.info(listener + " starts with " + members + (members == 1 ? " member" : " members"));
    }

    /** A poll has been answered. */
    void reached() {
        if (away.get() && away.compareAndSet(true, false)) {
            log.info(listener + ": the server is back");
        }
        if (refusal.get() != null && refusal.getAndSet(null) != null) {
            log.info(listener + ": the server accepts the group's member again");
        }
    }

    /** The server cannot be reached, or cannot serve. It is tried again, and only the first time is told. */
    void unavailable(MinikafkaException cause) {
        if (away.compareAndSet(false, true)) {
            log.warn(listener + ": " + cause.kind() + ", trying again until it is back: " + cause.getMessage());
        } else {
            debug("still away", cause);
        }
    }

    /** The server refuses, and will until somebody mends what it says. Told again only when it says something else. */
    void refused(MinikafkaException cause) {
        Throwable before = refusal.getAndSet(cause);
        if (before == null || !String.valueOf(before.getMessage()).equals(cause.getMessage())) {
            log.error(listener + " consumes nothing: " + cause.kind() + ": " + cause.getMessage()
                    + " (trying again at intervals)");
        } else {
            debug("refused again", cause);
        }
    }

    void damaged(MinikafkaException cause) {
        log.error(listener + " goes on behind damaged messages: " + cause.getMessage());
    }

    void unexpected(String what, Throwable cause) {
        log.error(listener + ": " + what, cause);
    }

    /** A message stays undealt with for now, and comes again. */
    void redelivery(String why) {
        log.warn(listener + " leaves the group and joins again: " + why);
    }

    void stoppedBy(Throwable cause) {
        end.set(cause);
    }

    void stopped() {
        log.info(listener + " has stopped");
    }

    Optional<Throwable> failure() {
        return Optional.ofNullable(end.get()).or(() -> Optional.ofNullable(refusal.get()));
    }

    private void debug(String what, MinikafkaException cause) {
        if (log.isDebugEnabled()) {
            log.debug(listener + ": " + what + ": " + cause.getMessage());
        }
    }
}
