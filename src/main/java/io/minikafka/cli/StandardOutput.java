package io.minikafka.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/** Standard output that tells a reader who has gone from other failures. */
final class StandardOutput extends FilterOutputStream {
    StandardOutput(OutputStream out) {
        super(out);
    }

    /** Whoever read our output has stopped, as {@code head} does: no failure, but nothing is left to do. */
    static final class ReaderGoneException extends IOException {
        ReaderGoneException(IOException cause) {
            super(cause);
        }
    }

    @Override
    public void write(byte[] bytes, int start, int length) throws IOException {
        try {
            out.write(bytes, start, length);
        } catch (IOException failure) {
            throw isClosedPipe(failure) ? new ReaderGoneException(failure) : failure;
        }
    }

    /** Java has no type for it; "Broken pipe" on POSIX, "The pipe is being closed" or "has been ended" on Windows. */
    private static boolean isClosedPipe(IOException failure) {
        String message = failure.getMessage();
        return message != null && message.toLowerCase(Locale.ROOT).contains("pipe");
    }
}
