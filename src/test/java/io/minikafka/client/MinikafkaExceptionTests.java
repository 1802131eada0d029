package io.minikafka.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import io.minikafka.client.MinikafkaException.Kind;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class MinikafkaExceptionTests {
    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            mode = Mode.EXCLUDE,
            names = {"OK", "UNKNOWN", "ABORTED"})
    void aStatusBecomesTheKindOfItsName(Status.Code code) {
        MinikafkaException failure =
                MinikafkaException.of(code.toStatus().withDescription("why").asRuntimeException());
        assertThat(failure.kind()).isEqualTo(Kind.valueOf(code.name()));
        assertThat(failure).hasMessage("why");
        assertThat(failure.retryAfter()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            names = {"UNKNOWN", "ABORTED"})
    void whatAServerShouldNotSayIsItsFailure(Status.Code code) {
        assertThat(MinikafkaException.of(code.toStatus().asException()).kind()).isEqualTo(Kind.INTERNAL);
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            names = {"OK", "CANCELLED"})
    void anEndThatNobodyHereAskedForIsAnUnavailableServer(Status.Code code) {
        Status status = code.toStatus();
        MinikafkaException failure = MinikafkaException.ofEnd(status, status.asRuntimeException());
        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failure.isRetryable()).isTrue();
    }

    @Test
    void theCauseOfABrokenConnectionIsTold() {
        Status status =
                Status.UNAVAILABLE.withDescription("io exception").withCause(new IOException("Connection refused"));
        assertThat(MinikafkaException.of(status.asRuntimeException())).hasMessage("io exception: Connection refused");
    }

    @Test
    void whatGrpcTellsAboutItsHandlersIsForNobody() {
        Status status = Status.UNAVAILABLE
                .withDescription("io exception\nChannel Pipeline: [SslHandler#0, WriteBufferingAndExceptionHandler#0]")
                .withCause(new IOException("No such certificate"));
        assertThat(MinikafkaException.of(status.asRuntimeException())).hasMessage("io exception: No such certificate");
    }

    @Test
    void theServersRequestToWaitIsRead() {
        com.google.rpc.Status full = com.google.rpc.Status.newBuilder()
                .setCode(Status.Code.RESOURCE_EXHAUSTED.value())
                .addDetails(Any.pack(RetryInfo.newBuilder()
                        .setRetryDelay(com.google.protobuf.Duration.newBuilder()
                                .setSeconds(1)
                                .setNanos(500_000_000))
                        .build()))
                .build();
        MinikafkaException failure = MinikafkaException.of(StatusProto.toStatusRuntimeException(full));
        assertThat(failure.retryAfter()).contains(Duration.ofMillis(1_500));
        assertThat(failure.isRetryable()).isTrue();
    }

    @Test
    void aFullBufferOfGrpcIsNotRetried() {
        assertThat(MinikafkaException.of(Status.RESOURCE_EXHAUSTED.asRuntimeException())
                        .isRetryable())
                .isFalse();
    }
}
