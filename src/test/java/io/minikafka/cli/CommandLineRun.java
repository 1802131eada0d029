package io.minikafka.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** One run of the command line within this process. Safe for use by several threads. */
final class CommandLineRun {
    private final List<Runnable> whenInterrupted = new CopyOnWriteArrayList<>();
    private final StringWriter err = new StringWriter();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private InputStream in = InputStream.nullInputStream();
    private OutputStream out = bytes;
    private boolean interactive;

    CommandLineRun withInput(String text) {
        return withInput(text.getBytes(StandardCharsets.UTF_8));
    }

    CommandLineRun withInput(byte[] input) {
        in = new ByteArrayInputStream(input);
        return this;
    }

    CommandLineRun withOutput(OutputStream stream) {
        out = new StandardOutput(stream);
        return this;
    }

    CommandLineRun onTerminal() {
        interactive = true;
        return this;
    }

    /** Returns the exit code. */
    int run(String... args) {
        PrintWriter errors = new PrintWriter(err, true);
        Terminal terminal = new Terminal(in, out, errors, interactive, whenInterrupted::add);
        PrintWriter help = new PrintWriter(bytes, true, StandardCharsets.UTF_8);
        return Commands.forArguments(terminal, args).setOut(help).execute(args);
    }

    CompletableFuture<Integer> start(String... args) {
        return CompletableFuture.supplyAsync(() -> run(args));
    }

    void interrupt() {
        whenInterrupted.forEach(Runnable::run);
    }

    byte[] outBytes() {
        return bytes.toByteArray();
    }

    String out() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    List<String> lines() {
        return out().lines().toList();
    }

    String err() {
        return err.toString();
    }
}
