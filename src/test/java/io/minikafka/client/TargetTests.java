package io.minikafka.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTests {
    @ParameterizedTest
    @CsvSource({
        "localhost:9999, localhost, 9999",
        "broker.example:1, broker.example, 1",
        "broker.example, broker.example, 9999",
        ":7000, localhost, 7000",
        "'', localhost, 9999",
        "0.0.0.0:9999, 0.0.0.0, 9999",
        "[::1]:7000, ::1, 7000",
        "[::1], ::1, 9999",
    })
    void anAddressIsRead(String text, String host, int port) {
        assertThat(Target.parse(text)).isEqualTo(new Target(host, port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host:",
                "host:x",
                "host:0",
                "host:65536",
                "host:-1",
                "::1",
                "::1:9999",
                "[::1",
                "a b:1",
                "dns:///h:1"
            })
    void whatIsNoAddressIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Target.parse(text))
                .withMessageContaining(text)
                .withMessageContaining("accepted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:9999", "[::1]:7000"})
    void itPrintsAsItIsWritten(String text) {
        assertThat(Target.parse(text)).hasToString(text);
    }
}
