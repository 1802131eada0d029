package io.minikafka.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationFormatTests {
    @ParameterizedTest
    @CsvSource({
        "5ns,       PT0.000000005S",
        "7us,       PT0.000007S",
        "7\u00b5s,  PT0.000007S",
        "7\u03bcs,  PT0.000007S",
        "300ms,     PT0.3S",
        "10s,       PT10S",
        "10m,       PT10M",
        "1h30m,     PT1H30M",
        "1.5h,      PT1H30M",
        ".5s,       PT0.5S",
        "1.s,       PT1S",
        "1h1h,      PT2H",
        "30m1h,     PT1H30M",
        "7d,        PT168H",
        "1d12h,     PT36H",
        "0,         PT0S",
        "0s,        PT0S",
        "-1s,       PT-1S",
        "-1.5s,     PT-1.5S",
        "-300ms,    PT-0.3S",
        "+1s,       PT1S",
        "0.3ns,     PT0S",
        "' 10s ',   PT10S",
        "P7D,       PT168H",
        "PT10M,     PT10M",
        "pt1h30m,   PT1H30M",
        "-PT1S,     PT-1S",
    })
    void goDaysAndIsoNotationsAreRead(String text, Duration expected) {
        assertThat(DurationFormat.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "10",
                "1x",
                "s",
                ".s",
                "1 s",
                "1h 30m",
                "1,5h",
                "1.5.5h",
                "--1s",
                "1h-30m",
                "1H",
                "7D",
                "P",
                "PT",
                "P1Y",
                "1e3s",
                "∞",
                "99999999999999999999999h",
                "PT99999999999999999999999H"
            })
    void whatIsNoDurationIsRefusedWithWhatIsAccepted(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DurationFormat.parse(text))
                .withMessage("'%s' is no duration; accepted is %s", text.strip(), DurationFormat.ACCEPTED);
    }

    @Test
    void aVeryLongTextIsCutInTheMessage() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DurationFormat.parse("1".repeat(1_000_000) + "s"))
                .withMessageStartingWith("'" + "1".repeat(64) + "…' is no duration");
    }

    @ParameterizedTest
    @CsvSource({
        "7d, 7d",
        "PT36H, 1d12h",
        "90m, 1h30m",
        "300ms, 300ms",
        "61s, 1m1s",
        "0, 0s",
        "-1s, PT-1S",
        "5ns, PT0.000000005S"
    })
    void aDurationIsWrittenInItsLargestUnits(String text, String expected) {
        assertThat(DurationFormat.format(DurationFormat.parse(text))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1ms", "1d1h1m1s1ms", "-3h", "PT0.0000015S", "10000d", "0s"})
    void whatIsWrittenReadsTheSame(String text) {
        Duration duration = DurationFormat.parse(text);
        assertThat(DurationFormat.parse(DurationFormat.format(duration))).isEqualTo(duration);
    }
}
