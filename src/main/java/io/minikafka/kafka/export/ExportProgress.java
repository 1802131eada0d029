package io.minikafka.kafka.export;

/** Is told how an export gets on; on any thread, one call at a time. Must not block. */
public interface ExportProgress {
    /** For whom that is nothing. */
    ExportProgress NONE = new ExportProgress() {};

    /** What is being done. */
    enum Phase {
        COPYING,
        VERIFYING
    }

    /** So many messages of the phase's total have been dealt with. */
    default void at(Phase phase, long done, long total) {}

    /** Something worth knowing, in one line, such as a topic that was created. */
    default void note(String line) {}
}
