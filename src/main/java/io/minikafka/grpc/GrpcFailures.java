package io.minikafka.grpc;

import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.minikafka.broker.BrokerException;
import io.minikafka.broker.DamagedMessagesException;
import io.minikafka.store.StoreException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a failure looks like to a gRPC client: a status code, a text that names limit and value, and as details
 * {@code google.rpc.ErrorInfo} (reason: the broker's code; for damaged messages also {@code next_readable_offset}) and,
 * where trying again can help, {@code google.rpc.RetryInfo}.
 */
final class GrpcFailures {
    static final String DOMAIN = "minikafka";
    static final String NEXT_READABLE_OFFSET = "next_readable_offset";

    private static final Logger log = LoggerFactory.getLogger(GrpcFailures.class);

    private GrpcFailures() {}

    static StatusRuntimeException statusOf(Throwable failure) {
        if (failure instanceof BrokerException e) {
            return statusOf(e);
        }
        if (failure instanceof CompletionException e && e.getCause() != null) {
            return statusOf(e.getCause());
        }
        if (failure instanceof StatusRuntimeException e) {
            return e;
        }
        if (failure instanceof StoreException e) {
            // Only the values a door builds itself, such as a topic's name, fail so: what the store does, the broker
            // has translated.
            return statusOf(invalidArgument(e.getMessage()));
        }
        log.error("A gRPC call failed in a way that nobody foresaw", failure);
        return statusOf(new BrokerException(
                BrokerException.Code.INTERNAL, "The call failed inside the server; its log has the reason"));
    }

    static BrokerException invalidArgument(String message) {
        return new BrokerException(BrokerException.Code.INVALID_ARGUMENT, message);
    }

    static Status.Code codeOf(BrokerException.Code code) {
        return switch (code) {
            case INVALID_ARGUMENT, MESSAGE_TOO_LARGE -> Status.Code.INVALID_ARGUMENT;
            case UNKNOWN_TOPIC, UNKNOWN_GROUP -> Status.Code.NOT_FOUND;
            case TOPIC_EXISTS -> Status.Code.ALREADY_EXISTS;
            case OFFSET_OUT_OF_RANGE -> Status.Code.OUT_OF_RANGE;
            case FAILED_PRECONDITION -> Status.Code.FAILED_PRECONDITION;
            case RESOURCE_EXHAUSTED -> Status.Code.RESOURCE_EXHAUSTED;
            case UNAVAILABLE -> Status.Code.UNAVAILABLE;
            case UNAUTHENTICATED -> Status.Code.UNAUTHENTICATED;
            case PERMISSION_DENIED -> Status.Code.PERMISSION_DENIED;
            case DATA_LOSS -> Status.Code.DATA_LOSS;
            case INTERNAL -> Status.Code.INTERNAL;
        };
    }

    private static StatusRuntimeException statusOf(BrokerException failure) {
        ErrorInfo.Builder info = ErrorInfo.newBuilder()
                .setDomain(DOMAIN)
                .setReason(failure.code().name());
        if (failure instanceof DamagedMessagesException damaged) {
            info.putMetadata(NEXT_READABLE_OFFSET, Long.toString(damaged.nextReadable()));
        }
        com.google.rpc.Status.Builder status = com.google.rpc.Status.newBuilder()
                .setCode(codeOf(failure.code()).value())
                .setMessage(failure.getMessage())
                .addDetails(Any.pack(info.build()));
        failure.retryAfter().ifPresent(delay -> status.addDetails(Any.pack(retryInfo(delay))));
        return StatusProto.toStatusRuntimeException(status.build());
    }

    private static RetryInfo retryInfo(Duration delay) {
        return RetryInfo.newBuilder().setRetryDelay(ProtoTime.of(delay)).build();
    }
}
