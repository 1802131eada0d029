package io.minikafka.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.minikafka.deploy.Chart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of the pod of {@code helm test}, taken out of the rendered chart and run one after the other as
 * Kubernetes would, with the packaged jar and the real redis-cli.
 */
class HelmTestIT {
    @TempDir
    private static Path data;

    private static PackagedServer service;

    @TempDir
    private Path directory;

    /** Each pod has its own, and its topic's name from it. */
    private final UUID pod = UUID.randomUUID();

    @BeforeAll
    static void start() {
        service = PackagedServer.start(Map.of("MINIKAFKA_ROOT_DIR", data.toString()));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void everyContainerOfTheTestPodEndsWell() throws Exception {
        assertThat(outcomes("")).containsExactly("grpc 0", "redis 0", "all 0");
    }

    @Test
    void withoutTheRedisDoorTheOthersAreTested() throws Exception {
        assertThat(outcomes("redis: {enabled: false}\n")).containsExactly("grpc 0", "all 0");
    }

    @Test
    void aDoorThatTakesNothingFailsTheTest() throws Exception {
        assertThat(outcomes("test: {redisArguments: ['-p', '1']}\n")).containsExactly("grpc 0", "redis 1");
    }

    private List<String> outcomes(String values) throws Exception {
        assumeTrue(System.getenv("CI") != null || onPath("redis-cli"), "There is no redis-cli");
        Path bin = Files.createDirectory(directory.resolve("bin"));
        Files.writeString(
                bin.resolve("minikafka"),
                "#!/bin/sh\nexec '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -jar '%s' \"$@\"\n"
                        .formatted(Path.of(System.getProperty("java.home"), "bin/java"), PackagedServer.jar()));
        Files.setPosixFilePermissions(bin.resolve("minikafka"), PosixFilePermissions.fromString("rwxr-xr-x"));
        String addresses = "service: {ports: {grpc: %d, redis: %d}}\nfullnameOverride: localhost\n"
                .formatted(service.grpcPort(), service.redisPort());
        PodSpec spec = Chart.MINIKAFKA
                .withTestCopiedTo(directory.resolve("chart"))
                .render(Chart.ANONYMOUS + addresses + values)
                .only(Pod.class)
                .getSpec();
        List<String> outcomes = new ArrayList<>();
        for (Container container : Stream.concat(spec.getInitContainers().stream(), spec.getContainers().stream())
                .toList()) {
            int code = run(container, bin);
            outcomes.add(container.getName() + " " + code);
            if (code != 0) {
                break;
            }
        }
        return outcomes;
    }

    private int run(Container container, Path bin) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(container.getCommand())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(container.getName() + ".log").toFile());
        Map<String, String> environment = builder.environment();
        environment.merge("PATH", bin.toString(), (path, first) -> first + ":" + path);
        container.getEnv().stream()
                .filter(variable -> variable.getValue() != null)
                .forEach(variable ->
                        environment.put(variable.getName(), variable.getValue().replace("$(POD_UID)", pod.toString())));
        int code = builder.start().waitFor();
        assertThat(Files.readString(directory.resolve(container.getName() + ".log"), StandardCharsets.UTF_8))
                .as("what it says, ending with %d", code)
                .isNotEmpty();
        return code;
    }

    private static boolean onPath(String command) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
    }
}
