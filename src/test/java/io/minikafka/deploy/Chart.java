package io.minikafka.deploy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A chart, rendered by Helm itself. */
public record Chart(Path directory) {
    public static final Chart MINIKAFKA = new Chart(Path.of("helm/minikafka"));

    /** Without these the chart refuses to render, as it should. */
    public static final String ANONYMOUS = "security: {allowAnonymous: true}\n";

    public static final String KAFKA =
            ANONYMOUS + "profile: kafka\nkafka: {bootstrapServers: 'kafka-1:9092,kafka-2:9092'}\n";

    /** The manifests of release {@code shop} in namespace {@code apps}. */
    public Manifests render(String values) {
        return render("shop", values);
    }

    /**
     * @param values YAML, over those of the chart
     * @throws IllegalStateException when Helm refuses, with what it says
     */
    public Manifests render(String release, String values) {
        return withFile(values, file -> {
            TemplateCommand template = new Helm(directory)
                    .template()
                    .withName(release)
                    .withNamespace("apps")
                    .withKubeVersion("1.34.0")
                    .withValuesFile(file);
            return Manifests.parse(template.call());
        });
    }

    LintResult lint() {
        return new Helm(directory).lint().strict().call();
    }

    /** A copy to change. */
    public Chart copiedTo(Path target) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(directory.relativize(file).toString()));
            }
        }
        return new Chart(target);
    }

    /** A copy that renders its test like all else; Helm as a library keeps hooks to itself. */
    public Chart withTestCopiedTo(Path target) throws IOException {
        Chart copy = copiedTo(target);
        Path test = target.resolve("templates/tests/doors.yaml");
        String text = Files.readString(test);
        String without =
                text.replaceFirst("  annotations:\n    helm.sh/hook: test\n    helm.sh/hook-delete-policy: .*\n", "");
        if (without.equals(text)) {
            throw new AssertionError("The test is no hook");
        }
        Files.writeString(test, without);
        return copy;
    }

    private interface FileUse<T> {
        T with(Path file);
    }

    private static <T> T withFile(String text, FileUse<T> use) {
        try {
            Path file = Files.createTempFile("values", ".yaml");
            try {
                Files.writeString(file, text);
                return use.with(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
