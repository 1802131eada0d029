package io.minikafka.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.deploy.SettingNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages tell to set can be set: a name with a slip in it would do nothing. */
class NamedSettingsTests {
    private static final Pattern VARIABLE =
            Pattern.compile("\\b(?:MINIKAFKA|SPRING|SERVER|MANAGEMENT|LOGGING)_[A-Z0-9_]*[A-Z0-9]\\b(?!_?[…<])");
    private static final Pattern ARGUMENT =
            Pattern.compile("--((?:minikafka|spring|server|management|logging)\\.[a-z0-9.-]+)=");

    /** Of the command line, which is no part of the service. */
    private static final Set<String> OF_COMMANDS = Set.of("MINIKAFKA_CLIENT_USER");

    static List<Path> pages() throws IOException {
        return LinkTests.pages();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void everyVariableAndEveryArgumentIsASetting(Path page) throws IOException {
        String text = Files.readString(page);
        assertThat(VARIABLE.matcher(text)
                        .results()
                        .map(MatchResult::group)
                        .filter(variable -> !OF_COMMANDS.contains(variable)))
                .allSatisfy(variable ->
                        assertThat(SettingNames.isKnown(variable)).as(variable).isTrue());
        assertThat(ARGUMENT.matcher(text).results().map(argument -> argument.group(1)))
                .allSatisfy(argument -> assertThat(SettingNames.isKnown(
                                argument.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT)))
                        .as(argument)
                        .isTrue());
    }
}
