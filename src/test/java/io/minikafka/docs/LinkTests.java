package io.minikafka.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Links between the pages lead somewhere. */
class LinkTests {
    private static final Path ROOT = Path.of("");
    private static final Set<String> NOT_OURS = Set.of("target", "node_modules", "data");
    private static final Pattern CODE = Pattern.compile("```.*?```|`[^`]*`", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^()\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("^#+ +(.+?) *$", Pattern.MULTILINE);

    static List<Path> pages() throws IOException {
        try (Stream<Path> all = Files.walk(ROOT)) {
            return all.filter(path -> path.toString().endsWith(".md"))
                    .filter(path -> Stream.iterate(path, part -> part != null, Path::getParent)
                            .map(part -> part.getFileName().toString())
                            .noneMatch(name -> NOT_OURS.contains(name) || name.startsWith(".")))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void allPagesAreLookedAt() throws IOException {
        assertThat(pages())
                .contains(Path.of("README.md"), Path.of("docs/design.md"), Path.of("helm/minikafka/README.md"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void everyRelativeLinkLeadsToAFileAndToAHeadingInIt(Path page) throws IOException {
        List<String> broken = new ArrayList<>();
        Matcher link = LINK.matcher(CODE.matcher(Files.readString(page)).replaceAll("code"));
        while (link.find()) {
            String target = link.group(1);
            if (!target.matches("[a-z]+:.*") && !leadsSomewhere(page, target)) {
                broken.add(target);
            }
        }
        assertThat(broken).as("links of " + page + " that lead nowhere").isEmpty();
    }

    /** A page that no other leads to is not found by readers. */
    @Test
    void everyPageOfTheDocumentationIsLinkedFromTheReadme() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        assertThat(pages().stream().filter(page -> page.startsWith("docs")).map(Path::toString))
                .allSatisfy(page -> assertThat(readme).contains("](" + page));
    }

    private static boolean leadsSomewhere(Path page, String target) {
        int hash = target.indexOf('#');
        String file = hash < 0 ? target : target.substring(0, hash);
        Path path = file.isEmpty() ? page : page.resolveSibling(file).normalize();
        return Files.exists(path) && (hash < 0 || anchors(path).contains(target.substring(hash + 1)));
    }

    private static Set<String> anchors(Path page) {
        try {
            Map<String, Integer> seen = new HashMap<>();
            return HEADING.matcher(Files.readString(page))
                    .results()
                    .map(heading -> anchor(heading.group(1)))
                    .map(anchor -> {
                        int before = seen.merge(anchor, 1, Integer::sum) - 1;
                        return before == 0 ? anchor : anchor + "-" + before;
                    })
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As the usual forges make them: lower case, no punctuation, dashes for spaces. */
    private static String anchor(String heading) {
        return heading.replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }

    @ParameterizedTest
    @CsvSource({
        "What it is, what-it-is",
        "'Topics, groups & more', topics-groups--more",
        "`minikafka.resp`, minikafkaresp"
    })
    void anchorsAreThoseOfTheForges(String heading, String anchor) {
        assertThat(anchor(heading)).isEqualTo(anchor);
    }
}
