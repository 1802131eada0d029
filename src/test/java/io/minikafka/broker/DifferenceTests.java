package io.minikafka.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DifferenceTests {
    private static final Pattern ITALICS = Pattern.compile("(?<!\\*)\\*([^*\n]+)\\*(?!\\*)");

    @Test
    void usersAreToldEveryDifferenceThatTestsAllowAndNoOther() throws Exception {
        String told = Files.readString(Path.of("docs/backends.md"));

        assertThat(ITALICS.matcher(told).results().map((MatchResult match) -> match.group(1)))
                .containsOnly(Arrays.stream(Difference.values())
                        .map(Difference::inWords)
                        .toArray(String[]::new));
    }
}
