package io.minikafka.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is in the jars that the build makes, and what is not. */
class JarsIT {
    private static final String METADATA = "META-INF/spring-configuration-metadata.json";
    private static final String SBOM = "META-INF/sbom/application.cdx.json";
    private static final String FACTORIES = "META-INF/spring.factories";

    @Test
    void theClientHasItsPackagesAndNoOthers() {
        assertThat(packages("client"))
                .contains("io/minikafka/client", "io/minikafka/client/redis", "io/minikafka/v1")
                .allMatch(name -> name.equals("io/minikafka/v1") || name.startsWith("io/minikafka/client"));
    }

    @Test
    void theClientHasTheProtocolThatItSpeaks() {
        assertThat(entries("client"))
                .contains("minikafka/v1/message_service.proto", "minikafka/v1/consumer_service.proto")
                .noneMatch(name -> name.startsWith("protocol/"));
    }

    @Test
    void theClientsMetadataDescribesItsSettingsAndNoOthers() {
        JsonNode metadata = JsonMapper.shared().readTree(text("client", METADATA));
        List<String> names = StreamSupport.stream(metadata.path("properties").spliterator(), false)
                .map(property -> property.path("name").asString())
                .toList();
        assertThat(names).contains("minikafka.client.target").allMatch(name -> name.startsWith("minikafka.client."));
    }

    @Test
    void theClientsFactoriesNameOnlyWhatItHas() {
        assertThat(factories("client")).isNotEmpty().allMatch(name -> name.startsWith("io.minikafka.client."));
        assertThat(entries("client")).containsAll(files(factories("client")));
    }

    @Test
    void theClientConfiguresItself() {
        String name = "META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports";
        List<String> imports = text("client", name)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        assertThat(imports).isNotEmpty();
        assertThat(entries("client")).containsAll(files(imports));
    }

    @Test
    void theTestSupportHasAServerWithoutTheClientAndWithoutTests() {
        assertThat(packages("test-support"))
                .containsExactly(
                        "io/minikafka/broker",
                        "io/minikafka/group",
                        "io/minikafka/grpc",
                        "io/minikafka/protocol",
                        "io/minikafka/resp",
                        "io/minikafka/security",
                        "io/minikafka/store",
                        "io/minikafka/store/file",
                        "io/minikafka/store/memory",
                        "io/minikafka/test");
        assertThat(entries("test-support")).noneMatch(name -> name.contains("Tests"));
        assertThat(factories("test-support"))
                .containsExactly("io.minikafka.test.EmbeddedMinikafkaContextCustomizerFactory");
    }

    @Test
    void noClassOfTheseJarsNeedsOneOfOursThatIsNotThere() {
        assertThat(missing("client")).isEmpty();
        assertThat(missing("test-support", "client")).isEmpty();
    }

    @Test
    void theServiceHasNothingThatOnlyClientsAndTestsUse() {
        Set<String> service = entries("");
        assertThat(service)
                .contains("BOOT-INF/classes/io/minikafka/server/MinikafkaServer.class")
                .noneMatch(name -> name.startsWith("BOOT-INF/classes/io/minikafka/test/"))
                .noneMatch(
                        name -> name.matches(
                                "BOOT-INF/lib/(lettuce|reactor|junit|testcontainers|docker|spring-test|spring-boot-test|assertj).*"));
    }

    /** Offline, Maven leaves it out. */
    @Test
    void theServicesBillOfMaterialsHasEveryLibraryInIt() {
        assumeTrue(System.getenv("CI") != null || entries("").contains(SBOM), "The build was offline");
        JsonNode bill = JsonMapper.shared().readTree(text("", SBOM));
        Set<String> told = StreamSupport.stream(bill.path("components").spliterator(), false)
                .map(component -> component.path("name").asString() + "-"
                        + component.path("version").asString())
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> libraries = entries("").stream()
                .filter(name -> name.startsWith("BOOT-INF/lib/") && name.endsWith(".jar"))
                .map(name -> name.substring("BOOT-INF/lib/".length(), name.length() - ".jar".length()))
                // Spring Boot's plugin adds it when it makes the jar, which takes the layers apart.
                .filter(name -> !name.startsWith("spring-boot-jarmode-tools-"))
                .toList();
        assertThat(libraries)
                .hasSizeGreaterThan(50)
                // A classifier comes after the version.
                .allMatch(library -> told.stream().anyMatch(library::startsWith))
                .filteredOn(library -> library.startsWith("micrometer-registry-prometheus"))
                .hasSize(1);
    }

    @Test
    void theBuildIsTold() {
        assertThat(text("", "META-INF/build-info.properties")).contains("build.version=");
    }

    /** Classes of ours that those in these jars refer to, and that are in none of them. */
    private static Set<String> missing(String... classifiers) {
        JavaClasses classes = new ClassFileImporter()
                .importJars(Stream.of(classifiers).map(JarsIT::open).toArray(JarFile[]::new));
        return classes.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .map(dependency ->
                        dependency.getTargetClass().getBaseComponentType().getName())
                .filter(name -> name.startsWith("io.minikafka.") && !classes.contain(name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> packages(String classifier) {
        return entries(classifier).stream()
                .filter(name -> name.endsWith(".class"))
                .map(name -> name.substring(0, name.lastIndexOf('/')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Classes that a {@code spring.factories} names; keys are not ours. */
    private static List<String> factories(String classifier) {
        return List.of(text(classifier, FACTORIES).split("[\\s,=\\\\]+")).stream()
                .filter(name -> name.startsWith("io.minikafka."))
                .toList();
    }

    private static List<String> files(List<String> classes) {
        return classes.stream().map(name -> name.replace('.', '/') + ".class").toList();
    }

    private static Set<String> entries(String classifier) {
        try (JarFile jar = open(classifier)) {
            return jar.stream().map(ZipEntry::getName).collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(String classifier, String name) {
        try (JarFile jar = open(classifier)) {
            ZipEntry entry = jar.getEntry(name);
            assertThat(entry).as(name).isNotNull();
            try (InputStream content = jar.getInputStream(entry);
                    BufferedReader lines = new BufferedReader(new InputStreamReader(content, StandardCharsets.UTF_8))) {
                return lines.lines().collect(Collectors.joining("\n"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JarFile open(String classifier) {
        try {
            return new JarFile(file(classifier).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path file(String classifier) {
        Path service = PackagedServer.jar();
        if (classifier.isEmpty()) {
            return service;
        }
        String name = service.getFileName().toString().replaceFirst("\\.jar$", "-" + classifier + ".jar");
        return service.resolveSibling("attached").resolve(name);
    }
}
