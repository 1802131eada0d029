package io.minikafka.resp;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * HTTP that came to this door. A page of any site can make a browser send what it likes as the body of a POST to a port
 * of the browser's own machine, and lines of it would be commands. Such a request begins with the word POST, and every
 * one has a line Host: before its body; Redis hangs up at both, and so does this door. Safe for use by many threads.
 */
final class HttpByMistake {
    static final String ERROR = "ERR Protocol error: this port speaks RESP, and this is HTTP";

    private static final System.Logger LOG = System.getLogger(HttpByMistake.class.getName());
    private static final long PAUSE_NANOS = Duration.ofMinutes(1).toNanos();

    private final LongSupplier nanos;
    private final AtomicLong silentUntil;

    HttpByMistake() {
        this(System::nanoTime);
    }

    /** @param nanos the time, as of {@link System#nanoTime} */
    HttpByMistake(LongSupplier nanos) {
        this.nanos = nanos;
        this.silentUntil = new AtomicLong(nanos.getAsLong());
    }

    /** Whether the request is the first line of one of HTTP with a body, or its line that names the host. */
    static boolean is(Request request) {
        return request.is(0, "POST") || request.is(0, "HOST:");
    }

    /**
     * Warns in the log, once a minute at most.
     *
     * @param peer whose connection it came through
     */
    void cameFrom(String peer) {
        long now = nanos.getAsLong();
        long until = silentUntil.get();
        if (now - until >= 0 && silentUntil.compareAndSet(until, now + PAUSE_NANOS)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "HTTP came to the Redis door from {0} and was refused: a wrong port, or a page that makes a browser"
                            + " send commands",
                    peer);
        }
    }
}
