package io.minikafka.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.minikafka.FreePorts;
import io.minikafka.deploy.Dockerfile.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Builds by the commands of the Dockerfile what would be in the image, in a directory instead of a container, and runs
 * it. Only paths are replaced. Needs a JDK 25 below /usr/lib/jvm, as caches are made for one Java only.
 */
class ImageIT {
    private static final Path JVMS = Path.of("/usr/lib/jvm");

    @TempDir
    private static Path image;

    private static Dockerfile dockerfile;
    private static Path java;
    private static String trained;

    private final int grpc = FreePorts.any();
    private final int redis = FreePorts.any();
    private final int http = FreePorts.any();

    @BeforeAll
    static void build() throws Exception {
        java = java25();
        dockerfile = Dockerfile.read(Path.of("Dockerfile"));
        Stage build = dockerfile.stage("build");
        run(
                Map.of(),
                build.all("RUN")
                        .filter(it -> it.contains("jarmode"))
                        .findFirst()
                        .orElseThrow());
        for (String copy : dockerfile.image().all("COPY").toList()) {
            if (copy.startsWith("--from=build ")) {
                run(Map.of(), "mkdir -p /app && cp -a " + copy.split(" ")[1] + ". /app");
            }
        }
        int port = FreePorts.any();
        trained = run(
                Map.of(
                        "MINIKAFKA_HOST", "127.0.0.1:" + port,
                        "MINIKAFKA_RESP_PORT", String.valueOf(FreePorts.any()),
                        "SERVER_PORT", String.valueOf(FreePorts.any())),
                dockerfile.stage("training").only("RUN"));
        // In containers root's files are nobody else's to write, either.
        run(Map.of(), "chmod -R a-w /app");
    }

    @Test
    void theLayersHoldWhatTheyAreCalled() throws IOException {
        try (Stream<Path> files = Files.list(image.resolve("layers/dependencies/lib"))) {
            assertThat(files)
                    .hasSizeGreaterThan(50)
                    .noneMatch(file -> file.toString().contains("minikafka"));
        }
        assertThat(Files.size(image.resolve("layers/application/minikafka.jar")))
                .as("what an update of the service itself costs")
                .isLessThan(20 << 20);
    }

    @Test
    void theTrainingProducesConsumesAndLeavesACache() throws IOException {
        assertThat(trained).contains("minikafka is ready", "SERVING", "1,000 messages stored");
        assertThat(image.resolve("app/minikafka.aot")).exists();
        assertThat(Files.size(image.resolve("app/minikafka.aot"))).isGreaterThan(20 << 20);
    }

    @Test
    void theServiceStartsFromTheCacheIsHealthyAndStopsWithZero() throws Exception {
        Path data = Files.createDirectory(image.resolve("data"));
        Path output = image.resolve("output");
        // With AOTMode=on a cache that does not fit ends the start, where otherwise it would only be slower.
        Process service = builder(
                        Map.of(
                                "MINIKAFKA_HOST",
                                "127.0.0.1:" + grpc,
                                "MINIKAFKA_RESP_ADDRESS",
                                "127.0.0.1",
                                "MINIKAFKA_RESP_PORT",
                                String.valueOf(redis),
                                "SERVER_ADDRESS",
                                "127.0.0.1",
                                "SERVER_PORT",
                                String.valueOf(http),
                                "MINIKAFKA_ROOT_DIR",
                                data.toString(),
                                "JDK_JAVA_OPTIONS",
                                "-XX:AOTMode=on -XX:MaxRAMPercentage=10 -XX:MaxDirectMemorySize=256m"),
                        "exec "
                                + String.join(
                                        " ", Dockerfile.words(dockerfile.image().only("ENTRYPOINT"))))
                .redirectOutput(output.toFile())
                .start();
        try {
            Awaitility.await().atMost(2, TimeUnit.MINUTES).until(() -> !service.isAlive() || healthy());
            assertThat(service.isAlive()).isTrue();
            try (Stream<Path> files = Files.walk(data)) {
                assertThat(files).hasSizeGreaterThan(1);
            }
        } finally {
            service.destroy();
            assertThat(service.waitFor(1, TimeUnit.MINUTES)).isTrue();
        }
        assertThat(service.exitValue()).isZero();
        assertThat(Files.readAllLines(output).stream().filter(line -> !line.startsWith("NOTE:")))
                .as("the start, and no warning")
                .hasSize(1);
    }

    /** As the image's health check has it. */
    private boolean healthy() throws IOException, InterruptedException {
        String check = dockerfile.image().only("HEALTHCHECK");
        List<String> words = Dockerfile.words(check.substring(check.indexOf('[')));
        String commandLine = Files.readString(Path.of("docker", words.get(0)))
                .replace("\"$@\"", String.join(" ", words.subList(1, words.size())));
        Process asked = process(Map.of("MINIKAFKA_HOST", "127.0.0.1:" + grpc), commandLine);
        asked.getInputStream().readAllBytes();
        return asked.waitFor() == 0;
    }

    private static String run(Map<String, String> environment, String command) throws Exception {
        Process process = process(environment, command);
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as("%s: %s", command, output).isZero();
        return output;
    }

    private static Process process(Map<String, String> environment, String command) throws IOException {
        return builder(environment, command).start();
    }

    private static ProcessBuilder builder(Map<String, String> environment, String command) {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-ec", mapped(command)).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.matches("(MINIKAFKA|SPRING|SERVER)_.*|J.*_OPTIONS"));
        builder.environment().merge("PATH", java.getParent().toString(), (path, bin) -> bin + ":" + path);
        builder.environment().putAll(environment);
        return builder;
    }

    /** The command with the image's paths where they are here. */
    private static String mapped(String command) {
        return command.replace("target/minikafka-*.jar", System.getProperty("minikafka.jar"))
                .replaceAll("(?<=^|[\\s=])/(app|layers)(?=[/\\s]|$)", image + "/$1")
                .replaceAll("^/train ", "docker/train ");
    }

    private static Path java25() throws IOException {
        try (Stream<Path> installed = Files.isDirectory(JVMS) ? Files.list(JVMS) : Stream.empty()) {
            List<Path> found = installed
                    .filter(jvm -> isJava25(jvm))
                    .map(jvm -> jvm.resolve("bin/java"))
                    .toList();
            assumeTrue(!found.isEmpty(), "There is no JDK 25 below " + JVMS);
            return found.get(0);
        }
    }

    private static boolean isJava25(Path jvm) {
        try {
            return Files.isExecutable(jvm.resolve("bin/jar"))
                    && Files.readString(jvm.resolve("release")).contains("JAVA_VERSION=\"25");
        } catch (IOException e) {
            return false;
        }
    }
}
