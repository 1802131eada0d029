package io.minikafka.resp;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.broker.BrokerException;
import io.minikafka.broker.BrokerException.Code;
import io.minikafka.store.InvalidArgumentException;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RespFailuresTests {
    private static final Map<Code, String> PROD = Map.ofEntries(
            Map.entry(Code.INVALID_ARGUMENT, "PROD The text"),
            Map.entry(Code.MESSAGE_TOO_LARGE, "PROD The text"),
            Map.entry(Code.UNKNOWN_TOPIC, "PROD The text"),
            Map.entry(Code.TOPIC_EXISTS, "PROD The text"),
            Map.entry(Code.UNKNOWN_GROUP, "PROD The text"),
            Map.entry(Code.OFFSET_OUT_OF_RANGE, "PROD The text"),
            Map.entry(Code.FAILED_PRECONDITION, "PROD The text"),
            Map.entry(Code.RESOURCE_EXHAUSTED, "PROD The text"),
            Map.entry(Code.UNAVAILABLE, "PROD The text"),
            Map.entry(Code.UNAUTHENTICATED, "NOAUTH Authentication required."),
            Map.entry(Code.PERMISSION_DENIED, "NOPERM The text"),
            Map.entry(Code.DATA_LOSS, "PROD The text"),
            Map.entry(Code.INTERNAL, "PROD The text"));

    private static final Map<Code, String> CONS_APART = Map.of(Code.UNAVAILABLE, "CONS Server shutdown");

    @ParameterizedTest
    @EnumSource
    void everyCodeOfTheBrokerHasItsTextForProducers(Code code) {
        assertThat(RespFailures.PROD.text(new BrokerException(code, "The text")))
                .isEqualTo(PROD.get(code));
    }

    @ParameterizedTest
    @EnumSource
    void everyCodeOfTheBrokerHasItsTextForConsumers(Code code) {
        String expected = CONS_APART.getOrDefault(code, PROD.get(code).replace("PROD ", "CONS "));
        assertThat(RespFailures.CONS.text(new BrokerException(code, "The text")))
                .isEqualTo(expected);
    }

    @Test
    void whatAFutureWrapsIsUnwrapped() {
        BrokerException failure = new BrokerException(Code.UNAVAILABLE, "The text");
        assertThat(RespFailures.CONS.text(new CompletionException(failure))).isEqualTo("CONS Server shutdown");
    }

    @Test
    void aValueOfTheDoorsOwnMakingIsTold() {
        assertThat(RespFailures.ERR.text(new InvalidArgumentException("size", "1", "2")))
                .isEqualTo("ERR The size is 1; accepted is 2");
    }

    @Test
    void aDefectsTextStaysInside() {
        for (RespFailures kind : RespFailures.values()) {
            assertThat(kind.text(new IllegalStateException("secret of the inside")))
                    .isEqualTo(kind + " internal error; the server's log has the reason");
        }
    }
}
