package io.minikafka.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.minikafka.store.TopicName;
import java.util.Arrays;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicPatternTests {
    @ParameterizedTest
    @CsvSource({
        "orders,     orders,       true",
        "orders,     orders.eu,    false",
        "orders.*,   orders.eu,    true",
        "orders.*,   orders.,      true",
        "orders.*,   ordersXeu,    false",
        "*.eu,       orders.eu,    true",
        "*,          anything,     true",
        "a*b*c,      aXbXbc,       true",
        "a*b*c,      aXbX,         false",
        "Orders,     orders,       false",
    })
    void aStarStandsForAnyCharacters(String pattern, String topic, boolean expected) {
        assertThat(new TopicPattern(pattern).matches(TopicName.of(topic))).isEqualTo(expected);
    }

    @Test
    void itMatchesWhatTheRegularExpressionMatches() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int matched = 0;
        for (int i = 0; i < 100_000; i++) {
            String pattern = text(random, "ab.*", 1 + random.nextInt(8));
            String topic = "x" + text(random, "ab.", random.nextInt(10));
            if (random.nextBoolean()) {
                pattern = "x" + pattern;
            }
            boolean expected = Pattern.matches(
                    Arrays.stream(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")),
                    topic);
            assertThat(new TopicPattern(pattern).matches(TopicName.of(topic)))
                    .as("seed %d: %s, %s", seed, pattern, topic)
                    .isEqualTo(expected);
            matched += expected ? 1 : 0;
        }
        assertThat(matched).as("a test of both answers").isBetween(1_000, 99_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "orders:x", "ä", "a\n", "[ab]", "a?"})
    void whatIsNoPatternIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TopicPattern(text))
                .withMessageContaining("'" + text + "'")
                .withMessageContaining("accepted is");
    }

    private static String text(Random random, String letters, int length) {
        return random.ints(length, 0, letters.length())
                .mapToObj(i -> String.valueOf(letters.charAt(i)))
                .collect(Collectors.joining());
    }
}
