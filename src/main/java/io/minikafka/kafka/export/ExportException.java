package io.minikafka.kafka.export;

import org.jspecify.annotations.Nullable;

/**
 * Why an export does not begin, or ended before it was complete. The message is one line, fit to be shown to users. What
 * was copied stays, and another run goes on behind it, unless the message says otherwise.
 */
public final class ExportException extends RuntimeException {
    public ExportException(String message) {
        this(message, null);
    }

    public ExportException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
