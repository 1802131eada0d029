package io.minikafka;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the picture of docs/design.md: who may import whom. */
class ArchitectureTests {
    private static final String ROOT = "io.minikafka.";

    /** Each package with those of ours it may import. A new package needs a line here and one in docs/design.md. */
    private static final Map<String, Set<String>> MAY_IMPORT = Map.ofEntries(
            Map.entry("store", Set.of()),
            Map.entry("store.memory", Set.of("store")),
            Map.entry("store.file", Set.of()),
            Map.entry("store.segment", Set.of("store", "store.file")),
            Map.entry("group", Set.of("store", "store.file")),
            Map.entry("broker", Set.of("store", "group")),
            Map.entry("v1", Set.of()),
            Map.entry("protocol", Set.of()),
            Map.entry("security", Set.of("broker", "group", "store")),
            Map.entry("grpc", Set.of("security", "broker", "group", "store", "v1", "protocol")),
            Map.entry("resp", Set.of("security", "broker", "group", "store")),
            Map.entry("http", Set.of("broker", "group", "store")),
            Map.entry("console", Set.of()),
            Map.entry("kafka", Set.of("broker", "group", "store")),
            Map.entry("kafka.export", Set.of("kafka", "group", "store", "store.segment", "client")),
            Map.entry("metrics", Set.of("security", "broker", "group", "store")),
            Map.entry("client", Set.of("v1")),
            Map.entry("client.redis", Set.of("client")),
            Map.entry("client.spring", Set.of("client")),
            Map.entry("client.autoconfigure", Set.of("client", "client.redis", "client.spring")),
            Map.entry(
                    "server",
                    Set.of(
                            "grpc",
                            "resp",
                            "http",
                            "console",
                            "kafka",
                            "metrics",
                            "security",
                            "broker",
                            "group",
                            "store",
                            "store.file",
                            "store.memory",
                            "store.segment")),
            Map.entry("cli.bench", Set.of("server", "client")),
            Map.entry("cli", Set.of("cli.bench", "server", "client", "kafka.export", "group", "store")));

    private static final Set<String> GENERATED = Set.of("v1", "protocol");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.minikafka");

    @ParameterizedTest
    @MethodSource("packages")
    void aPackageImportsOnlyWhatThePictureAllows(String name) {
        assertThat(MAY_IMPORT).as("packages the picture knows").containsKey(name);
        String[] allowed = Stream.concat(Stream.of(name), MAY_IMPORT.get(name).stream())
                .map(ROOT::concat)
                .toArray(String[]::new);
        DescribedPredicate<JavaClass> forbidden =
                resideInAPackage("io.minikafka..").and(DescribedPredicate.not(resideInAnyPackage(allowed)));
        noClasses()
                .that()
                .resideInAPackage(ROOT + name)
                .should()
                .dependOnClassesThat(forbidden)
                .check(CLASSES);
    }

    @ParameterizedTest
    @MethodSource("packages")
    void aPackageSaysWhatItIsForAndThatNullIsMarked(String name) {
        var marker = GENERATED.contains(name) ? NullUnmarked.class : NullMarked.class;
        assertThat(CLASSES.getPackage(ROOT + name).isAnnotatedWith(marker)).isTrue();
    }

    @Test
    void noTwoPackagesNeedEachOther() {
        slices().matching("io.minikafka.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void storesAndGroupsNeedNothingButTheJdk() {
        classes()
                .that()
                .resideInAnyPackage("io.minikafka.store..", "io.minikafka.group..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..", "org.jspecify.annotations..", "io.minikafka.store..", "io.minikafka.group..")
                .check(CLASSES);
    }

    @Test
    void whoMayDoWhatNeedsNoFramework() {
        classes()
                .that()
                .resideInAPackage("io.minikafka.security")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "javax..",
                        "org.jspecify.annotations..",
                        "io.minikafka.security",
                        "io.minikafka.broker",
                        "io.minikafka.group",
                        "io.minikafka.store")
                .check(CLASSES);
    }

    @Test
    void thereIsNoSpringBelowTheServer() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.minikafka.server..",
                        "io.minikafka.cli..",
                        "io.minikafka.http..",
                        "io.minikafka.console..",
                        "io.minikafka.client.spring..",
                        "io.minikafka.client.autoconfigure..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework..")
                .check(CLASSES);
    }

    @Test
    void theHttpDoorAndTheConsoleKnowSpringsWebPartsButNoContext() {
        noClasses()
                .that()
                .resideInAnyPackage("io.minikafka.http..", "io.minikafka.console..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework.context..", "org.springframework.boot..")
                .check(CLASSES);
    }

    @Test
    void theCommandLineNeedsNoSpringContext() {
        noClasses()
                .that()
                .resideInAPackage("io.minikafka.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.springframework.beans..", "org.springframework.context..", "org.springframework.boot..")
                .check(CLASSES);
    }

    @Test
    void theCommandLineCanReadDurationsWithoutSpring() {
        noClasses()
                .that()
                .haveFullyQualifiedName("io.minikafka.server.DurationFormat")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "jakarta..")
                .check(CLASSES);
    }

    static List<String> packages() {
        Set<String> names = CLASSES.stream()
                .map(type -> type.getPackageName().substring(ROOT.length()))
                .collect(Collectors.toCollection(TreeSet::new));
        return List.copyOf(names);
    }
}
