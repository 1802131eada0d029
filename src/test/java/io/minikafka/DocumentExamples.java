package io.minikafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The fenced examples of a document. */
public final class DocumentExamples {
    private static final Path SOURCES = Path.of("src", "test", "java", "io", "minikafka");

    private DocumentExamples() {}

    /** The examples in this language, in the document's order. */
    public static List<String> of(Path document, String language) {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(read(document))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    /**
     * Asserts that there are so many examples in Java, and that each stands word for word in one of these tests, which
     * compile them.
     *
     * @param tests below {@code io.minikafka}, such as "client/ClientExamplesTests.java"
     */
    public static void assertCompiled(List<String> examples, int atLeast, String... tests) {
        List<String> sources = List.of(tests).stream()
                .map(test -> withoutLayout(read(SOURCES.resolve(test))))
                .toList();
        assertThat(examples)
                .hasSizeGreaterThanOrEqualTo(atLeast)
                .allSatisfy(example -> assertThat(sources)
                        .anySatisfy(source -> assertThat(source).contains(withoutLayout(example))));
    }

    private static String withoutLayout(String text) {
        return text.replaceAll("\\s+", "");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
