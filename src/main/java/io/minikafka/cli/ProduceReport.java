package io.minikafka.cli;

import io.minikafka.client.RecordMetadata;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** What became of the messages of a produce command. Safe for use by many threads. */
final class ProduceReport {
    private final Terminal terminal;
    private final @Nullable JsonLines json;
    private long sent;
    private long settled;
    private long stored;
    private @Nullable Throwable failure;

    private ProduceReport(Terminal terminal, @Nullable JsonLines json) {
        this.terminal = terminal;
        this.json = json;
    }

    /** Prints failures only. */
    static ProduceReport quiet(Terminal terminal) {
        return new ProduceReport(terminal, null);
    }

    /** Also prints, as JSON, where each message went. */
    static ProduceReport withPlaces(Terminal terminal, OutputStream out) {
        return new ProduceReport(terminal, new JsonLines(new BufferedOutputStream(out)));
    }

    synchronized void sent() {
        sent++;
    }

    /** Exactly one of the arguments is there. */
    synchronized void settled(@Nullable RecordMetadata stored, @Nullable Throwable failed) {
        settled++;
        if (stored == null) {
            fail(failed == null ? new IllegalStateException("Neither stored nor failed") : failed);
            return;
        }
        this.stored++;
        if (json == null) {
            return;
        }
        try {
            json.write(object -> {
                object.writeStringProperty("topic", stored.topic());
                object.writeNumberProperty("partition", stored.partition());
                object.writeNumberProperty("offset", stored.offset());
            });
            if (settled == sent) {
                json.flush();
            }
        } catch (IOException unwritable) {
            fail(unwritable);
        }
    }

    synchronized long stored() {
        return stored;
    }

    /** Once the producer is closed: what has no answer by then will have none. */
    synchronized long failed() {
        return sent - stored;
    }

    /** The first failure; there is no use in going on after it. */
    synchronized @Nullable Throwable failure() {
        return failure;
    }

    private void fail(Throwable cause) {
        if (failure == null) {
            failure = cause;
            if (!(cause instanceof StandardOutput.ReaderGoneException)) {
                // Now, since reading standard input may wait for a person.
                terminal.note("minikafka: " + Failures.describe(cause));
            }
        }
    }
}
