package io.minikafka.broker;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * What a broker refuses or fails to do: a code for the door to map and a message, fit to be shown to users, that names
 * the limit and the value.
 */
public sealed class BrokerException extends RuntimeException permits DamagedMessagesException {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Code code;

    public BrokerException(Code code, String message) {
        this(code, message, null);
    }

    public BrokerException(Code code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** The broker's failure, wrapped or not, as the dependents of a future see it; null when it is another. */
    public static @Nullable BrokerException in(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof BrokerException e ? e : null;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    public Code code() {
        return code;
    }

    /** How long a caller should wait before it tries again; empty when trying again cannot help. */
    public Optional<Duration> retryAfter() {
        return code.retryable ? Optional.of(RETRY_AFTER) : Optional.empty();
    }

    /** The kinds of failure. Every door maps each of them. */
    public enum Code {
        /** A name, number or combination that can never be right. */
        INVALID_ARGUMENT(false),
        MESSAGE_TOO_LARGE(false),
        UNKNOWN_TOPIC(false),
        TOPIC_EXISTS(false),
        UNKNOWN_GROUP(false),
        OFFSET_OUT_OF_RANGE(false),
        /** The request does not fit the state: a topic of several partitions, a former owner, a stale member. */
        FAILED_PRECONDITION(false),
        /** Refused for want of space; nothing was stored. */
        RESOURCE_EXHAUSTED(true),
        /** Draining, closed, or the backend is away. */
        UNAVAILABLE(true),
        UNAUTHENTICATED(false),
        PERMISSION_DENIED(false),
        /** What is stored fails its checksum. */
        DATA_LOSS(false),
        /** A failure of ours or of the storage below; the log has more. */
        INTERNAL(false);

        private final boolean retryable;

        Code(boolean retryable) {
            this.retryable = retryable;
        }
    }
}
