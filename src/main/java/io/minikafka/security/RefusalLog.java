package io.minikafka.security;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Warns in the log of those who were not let in: at once, and then in sums, once a second at most, since whoever guesses
 * passwords should not also fill the disk. Safe for use by many threads.
 */
public final class RefusalLog implements RefusalListener {
    private static final System.Logger LOG = System.getLogger(RefusalLog.class.getName());

    private final Executor later;
    private long count;
    private String last = "";
    private boolean pausing;

    public RefusalLog() {
        this(CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS));
    }

    /** @param later runs what it is given after the pause that is to be between two warnings */
    RefusalLog(Executor later) {
        this.later = later;
    }

    @Override
    public void refused(Origin origin, String user, Credentials credentials, Refusal.Reason reason) {
        String line;
        synchronized (this) {
            count++;
            last = "door " + origin.door().text() + ", user " + user + ", from " + origin.peer() + ": "
                    + (reason == Refusal.Reason.BUSY ? "too many logins at the same time" : "wrong " + credentials);
            line = pausing ? null : sum();
        }
        warn(line);
    }

    private void paused() {
        String line;
        synchronized (this) {
            pausing = false;
            line = count == 0 ? null : sum();
        }
        warn(line);
    }

    private String sum() {
        String line =
                count == 1 ? "A login was refused: " + last : count + " more logins were refused, the last: " + last;
        count = 0;
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
