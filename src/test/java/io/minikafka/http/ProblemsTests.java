package io.minikafka.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.broker.BrokerException;
import io.minikafka.broker.BrokerException.Code;
import io.minikafka.store.TopicName;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

class ProblemsTests {
    private static final Map<Code, Integer> STATUS = Map.ofEntries(
            Map.entry(Code.INVALID_ARGUMENT, 400),
            Map.entry(Code.MESSAGE_TOO_LARGE, 413),
            Map.entry(Code.UNKNOWN_TOPIC, 404),
            Map.entry(Code.TOPIC_EXISTS, 409),
            Map.entry(Code.UNKNOWN_GROUP, 404),
            Map.entry(Code.OFFSET_OUT_OF_RANGE, 416),
            Map.entry(Code.FAILED_PRECONDITION, 409),
            Map.entry(Code.RESOURCE_EXHAUSTED, 507),
            Map.entry(Code.UNAVAILABLE, 503),
            Map.entry(Code.UNAUTHENTICATED, 401),
            Map.entry(Code.PERMISSION_DENIED, 403),
            Map.entry(Code.DATA_LOSS, 500),
            Map.entry(Code.INTERNAL, 500));

    @ParameterizedTest
    @EnumSource
    void everyCodeOfTheBrokerHasItsStatusTypeTitleAndText(Code code) {
        ProblemDetail problem = Problems.of(new BrokerException(code, "The text"));

        assertThat(problem.getStatus()).isEqualTo(STATUS.get(code));
        assertThat(problem.getType())
                .hasToString(
                        "urn:minikafka:problem:" + code.name().toLowerCase().replace('_', '-'));
        assertThat(problem.getTitle()).isNotEmpty();
        assertThat(problem.getDetail()).isEqualTo("The text");
    }

    @ParameterizedTest
    @EnumSource
    void whatCanBeTriedAgainSaysWhen(Code code) {
        BrokerException failure = new BrokerException(code, "The text");

        ResponseEntity<ProblemDetail> answer = Problems.answer(Problems.of(failure), new HttpHeaders());

        String expected = failure.retryAfter()
                .map(delay -> Long.toString(delay.toSeconds()))
                .orElse(null);
        assertThat(answer.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo(expected);
    }

    @Test
    void noTwoKindsHaveOneType() {
        assertThat(Arrays.stream(ProblemType.values()).map(ProblemType::uri)).doesNotHaveDuplicates();
    }

    @Test
    void anIllegalNameIsAnInvalidArgument() {
        try {
            TopicName.of("../x");
        } catch (RuntimeException e) {
            assertThat(Problems.of(e).getStatus()).isEqualTo(400);
            assertThat(Problems.of(e).getDetail()).isEqualTo(e.getMessage());
            return;
        }
        throw new AssertionError("../x was accepted");
    }

    @Test
    void aFailureWrappedByAFutureIsUnwrapped() {
        BrokerException failure = new BrokerException(Code.UNKNOWN_TOPIC, "none");

        assertThat(Problems.of(new CompletionException(failure)).getStatus()).isEqualTo(404);
    }

    @Test
    void aDefectIsInternalAndItsTextStaysInside() {
        ProblemDetail problem = Problems.of(new IllegalStateException("secret of the inside"));

        assertThat(problem.getStatus()).isEqualTo(500);
        assertThat(problem.getDetail()).doesNotContain("secret");
    }
}
