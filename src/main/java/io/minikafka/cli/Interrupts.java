package io.minikafka.cli;

import sun.misc.Signal;

/** Tells a command that it should end: Ctrl-C, or a termination signal. */
@FunctionalInterface
interface Interrupts {
    /** Runs the action, on a thread of its own, when that happens. The process ends only if the action sees to it. */
    void whenInterrupted(Runnable action);

    static Interrupts ofProcess() {
        return action -> {
            handle("INT", action);
            handle("TERM", action);
        };
    }

    private static void handle(String signal, Runnable action) {
        try {
            Signal.handle(new Signal(signal), received -> action.run());
        } catch (IllegalArgumentException notOurs) {
            // A JVM told to leave signals alone ends at once, which is what it was told.
        }
    }
}
