package io.minikafka.cli;

import io.minikafka.kafka.export.ExportProgress;
import java.util.Locale;

/** Shows on a terminal how far an export has come; its notes are shown everywhere. */
final class ExportTerminal implements ExportProgress, AutoCloseable {
    private final Terminal terminal;
    private final boolean quiet;
    private final Progress progress;

    ExportTerminal(Terminal terminal, boolean quiet) {
        this.terminal = terminal;
        this.quiet = quiet;
        this.progress = new Progress(terminal.err(), System::nanoTime);
    }

    @Override
    public synchronized void at(Phase phase, long done, long total) {
        if (terminal.interactive() && !quiet) {
            String doing = phase == Phase.COPYING ? "copied" : "verified";
            progress.at(done, total, String.format(Locale.ROOT, "%,d of %,d messages %s", done, total, doing));
        }
    }

    @Override
    public synchronized void note(String line) {
        if (!quiet) {
            progress.close();
            terminal.note(line);
        }
    }

    @Override
    public synchronized void close() {
        progress.close();
    }
}
