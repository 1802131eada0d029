package io.minikafka.resp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTests {
    @ParameterizedTest
    @CsvSource({
        "'', '', true",
        "'', a, false",
        "*, '', true",
        "a*, abc, true",
        "*c, abc, true",
        "a*c*e, abcde, true",
        "a*c*e, abcd, false",
        "**b, ab, true",
        "a?c, abc, true",
        "a?c, ac, false",
        "h[ae]llo, hallo, true",
        "h[ae]llo, hillo, false",
        "h[^e]llo, hallo, true",
        "h[^e]llo, hello, false",
        "h[a-c]llo, hbllo, true",
        "h[c-a]llo, hbllo, true",
        "h[a-c]llo, hdllo, false",
        "[*]a, *a, true",
        "\\*a, *a, true",
        "\\*a, xa, false",
        "[\\]]x, ]x, true",
        "a[, a, false",
        "a[b, ab, true",
        "a\\, a\\, true",
    })
    void asInRedis(String pattern, String text, boolean matches) {
        assertThat(Glob.matches(pattern, text)).isEqualTo(matches);
    }

    @Test
    void noPatternTakesForEver() {
        String pattern = "*a".repeat(500) + "b";
        String text = "a".repeat(10_000);
        boolean matches = Assertions.assertTimeout(Duration.ofMinutes(1), () -> Glob.matches(pattern, text));
        assertThat(matches).isFalse();
    }
}
