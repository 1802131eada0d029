package io.minikafka.client;

import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the server refused or the connection failed to do. The message is fit to be shown to users. */
public final class MinikafkaException extends RuntimeException {
    private final Kind kind;
    private final @Nullable Duration retryAfter;

    public MinikafkaException(Kind kind, String message) {
        this(kind, message, null, null);
    }

    public MinikafkaException(Kind kind, String message, @Nullable Throwable cause) {
        this(kind, message, cause, null);
    }

    MinikafkaException(Kind kind, String message, @Nullable Throwable cause, @Nullable Duration retryAfter) {
        super(message, cause);
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    public Kind kind() {
        return kind;
    }

    /** How long the server asks to wait before trying again; empty when it did not say. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** Whether the same request may succeed later: the server is away, or said when to come back. */
    public boolean isRetryable() {
        return kind == Kind.UNAVAILABLE || retryAfter != null;
    }

    /** What a blocking method throws when its thread is interrupted. Sets the flag again. */
    public static MinikafkaException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new MinikafkaException(Kind.CANCELLED, "The waiting thread was interrupted", cause, null);
    }

    /** The same failure with the stack of the calling thread, which waited for it. */
    public MinikafkaException rethrown() {
        return new MinikafkaException(kind, String.valueOf(getMessage()), this, retryAfter);
    }

    /** The kinds of failure. */
    public enum Kind {
        /** A name, number or combination that can never be right; also a message that is too large. */
        INVALID_ARGUMENT,
        /** No such topic or partition. */
        NOT_FOUND,
        ALREADY_EXISTS,
        /** The offset is beyond the log end. */
        OUT_OF_RANGE,
        FAILED_PRECONDITION,
        /** Refused for want of space; nothing was stored. */
        RESOURCE_EXHAUSTED,
        /** No connection, or the server shuts down. */
        UNAVAILABLE,
        UNAUTHENTICATED,
        PERMISSION_DENIED,
        /** The server has no such service: it is older than this client, or something else. */
        UNIMPLEMENTED,
        /** What is stored fails its checksum; the message says where reading can go on. */
        DATA_LOSS,
        /** No answer, or no room in the producer's buffer, in time. */
        DEADLINE_EXCEEDED,
        /** The connection broke after the messages were sent and before they were acknowledged. */
        OUTCOME_UNKNOWN,
        /** The waiting thread was interrupted, or the call was cancelled. The interrupt flag is set. */
        CANCELLED,
        /** The client, or what was asked, is closed. */
        CLOSED,
        /** A failure of the server's; its log has more. Messages may have been stored or not. */
        INTERNAL
    }

    static MinikafkaException of(Throwable failure) {
        if (failure instanceof MinikafkaException own) {
            return own;
        }
        if (failure instanceof StatusRuntimeException status) {
            return of(status.getStatus(), status);
        }
        if (failure instanceof StatusException status) {
            return of(status.getStatus(), status);
        }
        return new MinikafkaException(Kind.INTERNAL, String.valueOf(failure), failure, null);
    }

    static MinikafkaException of(Status status, Throwable failure) {
        return new MinikafkaException(kindOf(status), describe(status), failure, retryAfter(failure));
    }

    /**
     * How a call ended that nobody on this side has cancelled: what gRPC then calls cancelled, or even done, is a server
     * that broke it off, as one does that is stopped at once.
     */
    static MinikafkaException ofEnd(Status status, Throwable failure) {
        return switch (status.getCode()) {
            case OK, CANCELLED ->
                new MinikafkaException(Kind.UNAVAILABLE, "The server broke the call off", failure, null);
            default -> of(status, failure);
        };
    }

    private static Kind kindOf(Status status) {
        return switch (status.getCode()) {
            case INVALID_ARGUMENT -> Kind.INVALID_ARGUMENT;
            case NOT_FOUND -> Kind.NOT_FOUND;
            case ALREADY_EXISTS -> Kind.ALREADY_EXISTS;
            case OUT_OF_RANGE -> Kind.OUT_OF_RANGE;
            case FAILED_PRECONDITION -> Kind.FAILED_PRECONDITION;
            case RESOURCE_EXHAUSTED -> Kind.RESOURCE_EXHAUSTED;
            case UNAVAILABLE -> Kind.UNAVAILABLE;
            case UNAUTHENTICATED -> Kind.UNAUTHENTICATED;
            case PERMISSION_DENIED -> Kind.PERMISSION_DENIED;
            case UNIMPLEMENTED -> Kind.UNIMPLEMENTED;
            case DATA_LOSS -> Kind.DATA_LOSS;
            case DEADLINE_EXCEEDED -> Kind.DEADLINE_EXCEEDED;
            case CANCELLED -> Kind.CANCELLED;
            case OK, UNKNOWN, ABORTED, INTERNAL -> Kind.INTERNAL;
        };
    }

    /** With the cause's text, which is where gRPC says that a connection was refused, and without its handlers' names. */
    private static String describe(Status status) {
        String text = status.getDescription() == null ? status.getCode().name() : status.getDescription();
        int handlers = text.indexOf("\nChannel Pipeline: ");
        String description = handlers < 0 ? text : text.substring(0, handlers);
        Throwable cause = status.getCause();
        return cause == null || cause.getMessage() == null ? description : description + ": " + cause.getMessage();
    }

    private static @Nullable Duration retryAfter(Throwable failure) {
        com.google.rpc.Status details = StatusProto.fromThrowable(failure);
        if (details == null) {
            return null;
        }
        for (com.google.protobuf.Any detail : details.getDetailsList()) {
            if (detail.is(RetryInfo.class)) {
                try {
                    com.google.protobuf.Duration delay =
                            detail.unpack(RetryInfo.class).getRetryDelay();
                    return Duration.ofSeconds(delay.getSeconds(), delay.getNanos());
                } catch (com.google.protobuf.InvalidProtocolBufferException malformed) {
                    return null;
                }
            }
        }
        return null;
    }
}
