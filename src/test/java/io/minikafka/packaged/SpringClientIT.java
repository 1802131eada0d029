package io.minikafka.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.client.MinikafkaClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The application in src/it/spring-client, which the build has built as a stranger would, against the packaged service. */
class SpringClientIT {
    private static final Logger log = LoggerFactory.getLogger(SpringClientIT.class);

    private static final Path JAR =
            PackagedServer.jar().resolveSibling(Path.of("it", "spring-client", "target", "greetings-1.jar"));

    /** What an application with a template and a listener has to carry: the client, gRPC, and Spring Boot. */
    private static final Pattern MAY_BE_THERE = Pattern.compile("minikafka-.*-client"
            + "|grpc-(api|context|core|netty|protobuf|protobuf-lite|services|stub|util)-.*"
            + "|netty-(buffer|codec-base|codec-compression|codec-http|codec-http2|codec-socks|common|handler"
            + "|handler-proxy|resolver|transport|transport-native-unix-common)-.*"
            + "|protobuf-java(-util)?-.*|proto-google-common-protos-.*|gson-.*|guava-.*|failureaccess-.*"
            + "|listenablefuture-.*|perfmark-api-.*|(animal-sniffer|error_prone|j2objc)-?_?annotations-.*"
            + "|annotations-4.*|jsr305-.*|jspecify-.*"
            + "|spring-(aop|beans|context|core|expression|messaging)-.*"
            + "|spring-boot-(4|autoconfigure-|jackson-|jarmode-tools-).*|micrometer-(commons|observation)-.*"
            + "|(jackson-(annotations|core|databind)|snakeyaml|jakarta.annotation-api)-.*"
            + "|(commons-logging|slf4j-api|jul-to-slf4j|log4j-to-slf4j|log4j-api|logback-core|logback-classic)-.*");

    @BeforeAll
    static void theApplicationIsBuilt() {
        assumeThat(Boolean.getBoolean("invoker.skip"))
                .as("builds of applications are skipped")
                .isFalse();
    }

    @Test
    void whatTheApplicationSendsItConsumes() {
        try (PackagedServer server = PackagedServer.start(Map.of("MINIKAFKA_ROOT_DIR", ""));
                PackagedApplication application = new PackagedApplication(
                        JAR,
                        "--minikafka.client.target=127.0.0.1:" + server.grpcPort(),
                        "--greet=Ada",
                        "--greet=Grace");
                MinikafkaClient client = MinikafkaClient.connect("127.0.0.1:" + server.grpcPort())) {
            application.awaitLine("Ada was greeted: Hello, Ada");
            application.awaitLine("Grace was greeted: Hello, Grace");

            await().untilAsserted(() -> assertThat(
                            client.groups().describe("guests").partitions())
                    .singleElement()
                    .satisfies(progress -> assertThat(progress.lag()).isZero()));
            assertThat(application.terminate()).as("SIGTERM").isEqualTo(143);
            assertThat(client.groups().describe("guests").members()).isEmpty();
        }
    }

    @Test
    void itsClassPathIsThin() throws IOException {
        Map<String, Long> libraries = libraries();
        long bytes = libraries.values().stream().mapToLong(Long::longValue).sum();
        log.info("{} libraries, {} bytes: {}", libraries.size(), bytes, libraries);
        assertThat(libraries.keySet())
                .allMatch(name ->
                        MAY_BE_THERE.matcher(name.replaceFirst("\\.jar$", "")).matches());
        assertThat(bytes).isLessThan(32L << 20);
    }

    private static Map<String, Long> libraries() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            return jar.stream()
                    .filter(entry -> entry.getName().matches("BOOT-INF/lib/.+"))
                    .collect(Collectors.toMap(
                            entry -> entry.getName().substring("BOOT-INF/lib/".length()),
                            entry -> entry.getSize(),
                            Long::sum,
                            TreeMap::new));
        }
    }
}
