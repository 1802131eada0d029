package io.minikafka.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockingTimeoutTests {
    @ParameterizedTest
    @CsvSource({
        "'', PT5S, PT5S",
        "1, PT1S, PT0.001S",
        "+1, PT1S, PT0.001S",
        "0.5, PT0.5S, PT0.0005S",
        ".5, PT0.5S, PT0.0005S",
        "5., PT5S, PT0.005S",
        "1500ms, PT1.5S, PT1.5S",
        "2s, PT2S, PT2S",
        "0.0000000001, PT0.000000001S, PT0.000000001S",
    })
    void numbersWithAndWithoutAUnit(String text, Duration inSeconds, Duration inMillis) {
        assertThat(BlockingTimeout.of(text, TimeoutUnit.S)).isEqualTo(inSeconds);
        assertThat(BlockingTimeout.of(text, TimeoutUnit.MS)).isEqualTo(inMillis);
    }

    @ParameterizedTest
    @CsvSource({"0", "0.0", "-0", "0s", "0ms", "9223372037", "9999999999999999999"})
    void zeroAndLongerThanAnybodyLivesAreForEver(String text) {
        assertThat(BlockingTimeout.of(text, TimeoutUnit.S)).isEqualTo(BlockingTimeout.FOREVER);
    }

    @ParameterizedTest
    @CsvSource({"abc", "1x", "s", "' 1'", "1e3", "nan", "inf", "0x10", "99999999999999999999999", "1.2.3", "."})
    void whatIsNoNumberIsRefused(String text) {
        assertThatThrownBy(() -> BlockingTimeout.of(text, TimeoutUnit.S))
                .isInstanceOf(CommandException.class)
                .hasMessage("ERR timeout is not a float or out of range");
    }

    @Test
    void negativeOnesAreRefused() {
        assertThatThrownBy(() -> BlockingTimeout.of("-1", TimeoutUnit.S))
                .isInstanceOf(CommandException.class)
                .hasMessage("ERR timeout is negative");
    }
}
