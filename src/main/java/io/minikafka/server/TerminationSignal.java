package io.minikafka.server;

import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/**
 * Lets a stop by SIGTERM end with exit code 0. The JVM runs the same shutdown hooks by itself, but then reports 143,
 * which supervisors count as a failure.
 */
final class TerminationSignal {
    private TerminationSignal() {}

    /** For the rest of the process's life. */
    static void exitsWithZero() {
        try {
            Signal.handle(new Signal("TERM"), signal -> System.exit(0));
        } catch (IllegalArgumentException e) {
            LoggerFactory.getLogger(TerminationSignal.class)
                    .debug("Signals are not ours to handle here; SIGTERM ends with the JVM's own exit code", e);
        }
    }
}
