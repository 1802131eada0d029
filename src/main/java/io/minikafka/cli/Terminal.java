package io.minikafka.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.lang.reflect.Method;
import java.nio.charset.Charset;

/**
 * Where a command reads and writes.
 *
 * @param out for data; not buffered, and unlike {@link System#out} it says when nobody reads any more
 * @param err for everything else
 * @param interactive whether a person is at the other end
 */
record Terminal(InputStream in, OutputStream out, PrintWriter err, boolean interactive, Interrupts interrupts) {
    static Terminal ofProcess() {
        return new Terminal(
                new FileInputStream(FileDescriptor.in),
                new StandardOutput(new FileOutputStream(FileDescriptor.out)),
                // The encoding that the terminal understands.
                new PrintWriter(System.err, true, Charset.defaultCharset()),
                isInteractive(),
                Interrupts.ofProcess());
    }

    /** A line that is not data. */
    void note(String line) {
        err.println(line);
        err.flush();
    }

    @SuppressWarnings("SystemConsoleNull") // It is null up to Java 21; what follows is for those after it.
    private static boolean isInteractive() {
        Object console = System.console();
        if (console == null) {
            return false;
        }
        try {
            // From Java 22 on there may be a console without a terminal.
            Method isTerminal = java.io.Console.class.getMethod("isTerminal");
            return Boolean.TRUE.equals(isTerminal.invoke(console));
        } catch (ReflectiveOperationException olderJava) {
            return true;
        }
    }
}
