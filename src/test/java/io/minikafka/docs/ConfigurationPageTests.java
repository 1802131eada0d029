package io.minikafka.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The tables of docs/configuration.md are those of the configuration metadata. What is between their marks is written by
 * {@code mvn test -Dtest=ConfigurationPageTests -Dminikafka.docs.write=true}, all else by hand.
 */
class ConfigurationPageTests {
    private static final Path PAGE = Path.of("docs/configuration.md");
    private static final Pattern TABLE =
            Pattern.compile("(<!-- generated: ([a-z.-]+) -->\n).*?(<!-- end -->\n)", Pattern.DOTALL);

    @Test
    void thePageHasTheSettingsAsTheyAre() throws IOException {
        String page = Files.readString(PAGE);
        Map<String, String> tables = SettingTable.all();
        List<String> sections = new ArrayList<>();
        String renewed = TABLE.matcher(page).replaceAll(mark -> {
            sections.add(mark.group(2));
            return Matcher.quoteReplacement(renewed(mark, tables));
        });
        if (Boolean.getBoolean("minikafka.docs.write")) {
            Files.writeString(PAGE, renewed);
        } else {
            assertThat(page)
                    .as("docs/configuration.md is out of date; renew it with:"
                            + " mvn test -Dtest=ConfigurationPageTests -Dminikafka.docs.write=true")
                    .isEqualTo(renewed);
        }
        assertThat(sections)
                .as("groups of settings, each with a place <!-- generated: <group> --> in docs/configuration.md")
                .containsExactlyInAnyOrderElementsOf(tables.keySet());
    }

    private static String renewed(MatchResult mark, Map<String, String> tables) {
        return mark.group(1) + "\n" + tables.getOrDefault(mark.group(2), "") + "\n" + mark.group(3);
    }
}
