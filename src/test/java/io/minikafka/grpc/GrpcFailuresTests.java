package io.minikafka.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.minikafka.broker.BrokerException;
import io.minikafka.store.TopicName;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GrpcFailuresTests {
    private static final Map<BrokerException.Code, Status.Code> CODES = Map.ofEntries(
            Map.entry(BrokerException.Code.INVALID_ARGUMENT, Status.Code.INVALID_ARGUMENT),
            Map.entry(BrokerException.Code.MESSAGE_TOO_LARGE, Status.Code.INVALID_ARGUMENT),
            Map.entry(BrokerException.Code.UNKNOWN_TOPIC, Status.Code.NOT_FOUND),
            Map.entry(BrokerException.Code.TOPIC_EXISTS, Status.Code.ALREADY_EXISTS),
            Map.entry(BrokerException.Code.UNKNOWN_GROUP, Status.Code.NOT_FOUND),
            Map.entry(BrokerException.Code.OFFSET_OUT_OF_RANGE, Status.Code.OUT_OF_RANGE),
            Map.entry(BrokerException.Code.FAILED_PRECONDITION, Status.Code.FAILED_PRECONDITION),
            Map.entry(BrokerException.Code.RESOURCE_EXHAUSTED, Status.Code.RESOURCE_EXHAUSTED),
            Map.entry(BrokerException.Code.UNAVAILABLE, Status.Code.UNAVAILABLE),
            Map.entry(BrokerException.Code.UNAUTHENTICATED, Status.Code.UNAUTHENTICATED),
            Map.entry(BrokerException.Code.PERMISSION_DENIED, Status.Code.PERMISSION_DENIED),
            Map.entry(BrokerException.Code.DATA_LOSS, Status.Code.DATA_LOSS),
            Map.entry(BrokerException.Code.INTERNAL, Status.Code.INTERNAL));

    @ParameterizedTest
    @EnumSource
    void everyCodeOfTheBrokerHasItsStatusWithTextAndReason(BrokerException.Code code) throws Exception {
        StatusRuntimeException status = GrpcFailures.statusOf(new BrokerException(code, "The text"));

        assertThat(status.getStatus().getCode()).isEqualTo(CODES.get(code)).isNotNull();
        assertThat(status.getStatus().getDescription()).isEqualTo("The text");
        ErrorInfo info = detail(status, ErrorInfo.class).orElseThrow();
        assertThat(info.getReason()).isEqualTo(code.name());
        assertThat(info.getDomain()).isEqualTo("minikafka");
    }

    @ParameterizedTest
    @EnumSource
    void whatCanBeTriedAgainSaysWhen(BrokerException.Code code) throws Exception {
        BrokerException failure = new BrokerException(code, "The text");

        Optional<RetryInfo> retry = detail(GrpcFailures.statusOf(failure), RetryInfo.class);

        assertThat(retry.map(info -> ProtoTime.toDuration(info.getRetryDelay())))
                .isEqualTo(failure.retryAfter());
    }

    @Test
    void onlySpaceAndAvailabilityComeBackByThemselves() throws Exception {
        assertThat(detail(
                        GrpcFailures.statusOf(new BrokerException(BrokerException.Code.RESOURCE_EXHAUSTED, "")),
                        RetryInfo.class))
                .isPresent();
        assertThat(detail(
                        GrpcFailures.statusOf(new BrokerException(BrokerException.Code.UNAVAILABLE, "")),
                        RetryInfo.class))
                .isPresent();
        assertThat(detail(
                        GrpcFailures.statusOf(new BrokerException(BrokerException.Code.INTERNAL, "")), RetryInfo.class))
                .isEmpty();
    }

    @Test
    void anIllegalNameIsAnInvalidArgument() {
        try {
            TopicName.of("../x");
        } catch (RuntimeException e) {
            assertThat(GrpcFailures.statusOf(e).getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(GrpcFailures.statusOf(e).getStatus().getDescription()).isEqualTo(e.getMessage());
            return;
        }
        throw new AssertionError("../x was accepted");
    }

    @Test
    void aFailureWrappedByAFutureIsUnwrapped() {
        BrokerException failure = new BrokerException(BrokerException.Code.UNKNOWN_TOPIC, "none");

        assertThat(GrpcFailures.statusOf(new CompletionException(failure))
                        .getStatus()
                        .getCode())
                .isEqualTo(Status.Code.NOT_FOUND);
    }

    @Test
    void aDefectIsInternalAndItsTextStaysInside() {
        Status status = GrpcFailures.statusOf(new IllegalStateException("secret of the inside"))
                .getStatus();

        assertThat(status.getCode()).isEqualTo(Status.Code.INTERNAL);
        assertThat(status.getDescription()).doesNotContain("secret");
    }

    static <T extends com.google.protobuf.Message> Optional<T> detail(StatusRuntimeException status, Class<T> type)
            throws Exception {
        for (Any detail : StatusProto.fromThrowable(status).getDetailsList()) {
            if (detail.is(type)) {
                return Optional.of(detail.unpack(type));
            }
        }
        return Optional.empty();
    }
}
