package io.minikafka.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.deploy.Dockerfile.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the image promises, as far as its Dockerfile tells; {@link ImageIT} runs it. */
class DockerfileTests {
    private final Dockerfile dockerfile;
    private final Stage image;

    DockerfileTests() throws IOException {
        dockerfile = Dockerfile.read(Path.of("Dockerfile"));
        image = dockerfile.image();
    }

    @Test
    void theBasesAreNamedWithoutARegistryAndOfOneJava() {
        assertThat(dockerfile.stage("build").base()).isEqualTo("maven:3.9-eclipse-temurin-25");
        assertThat(image.base()).isEqualTo("eclipse-temurin:25-jre");
    }

    /** No engine runs here that would miss them. */
    @Test
    void theBuildGetsTheFilesThatThePomCopies() throws Exception {
        List<String> files = Pattern.compile("<copy file=\"([^\"$]+)\"")
                .matcher(Files.readString(Path.of("pom.xml")))
                .results()
                .map(match -> match.group(1))
                .filter(file -> !file.startsWith("src/main/"))
                .toList();
        assertThat(files).isNotEmpty();
        String copied = String.join(" ", dockerfile.stage("build").all("COPY").toList());
        assertThat(copied.split(" ")).containsAll(files);
        assertThat(Files.readAllLines(Path.of(".dockerignore")))
                .containsAll(files.stream().map(file -> "!" + file).toList());
    }

    @Test
    void javaIsTheFirstProcessAndHearsTheSignal() {
        assertThat(entrypoint()).startsWith("java").endsWith("-jar", "/app/minikafka.jar");
        assertThat(image.only("STOPSIGNAL")).isEqualTo("SIGTERM");
        assertThat(image.all("CMD")).isEmpty();
    }

    @Test
    void memoryIsBoundedAndRunningOutOfItEndsTheProcess() {
        assertThat(entrypoint()).contains("-XX:+ExitOnOutOfMemoryError", "-Dio.netty.maxDirectMemory=0");
        assertThat(String.join("\n", image.all("ENV").toList()))
                .contains("JDK_JAVA_OPTIONS=\"-XX:MaxRAMPercentage=")
                .containsPattern("-XX:MaxDirectMemorySize=\\d+m");
    }

    @Test
    void theCacheIsTrainedWhereItIsUsed() {
        Stage training = dockerfile.stage("training");
        assertThat(training.base()).isEqualTo("runtime");
        assertThat(training.only("RUN")).isEqualTo("/train /app/minikafka.jar /app/minikafka.aot");
        assertThat(image.all("COPY")).contains("--from=training /app/minikafka.aot ./");
        assertThat(entrypoint()).contains("-XX:AOTCache=/app/minikafka.aot");
        assertThat(image.base()).isEqualTo(dockerfile.stage("runtime").base());
    }

    @Test
    void layersThatChangeSeldomComeFirst() {
        assertThat(image.all("COPY").filter(copy -> copy.startsWith("--from=build")))
                .containsExactly(
                        "--from=build /layers/dependencies/ ./",
                        "--from=build /layers/spring-boot-loader/ ./",
                        "--from=build /layers/snapshot-dependencies/ ./",
                        "--from=build /layers/application/ ./");
    }

    @Test
    void itRunsAsAUserWithoutANameOrRights() {
        assertThat(image.only("USER")).isEqualTo("10001:10001");
        List<String> keywords = image.instructions().stream()
                .map(Dockerfile.Instruction::keyword)
                .toList();
        assertThat(keywords.subList(keywords.indexOf("USER"), keywords.size())).doesNotContain("RUN", "COPY", "ADD");
        assertThat(image.only("VOLUME")).isEqualTo("/data");
        assertThat(image.all("RUN")).containsExactly("install -d -o 10001 -g 10001 -m 0750 /data");
    }

    @Test
    void theDoorsListenOnEveryInterfaceAndNobodyIsLetInByTheImage() throws IOException {
        assertThat(image.only("EXPOSE")).isEqualTo("9999 6380 8080");
        assertThat(image.all("ENV").findFirst().orElseThrow().split("\\s+"))
                .containsExactly(
                        "MINIKAFKA_HOST=:9999",
                        "MINIKAFKA_RESP_ADDRESS=0.0.0.0",
                        "SERVER_ADDRESS=0.0.0.0",
                        "MINIKAFKA_ROOT_DIR=/data")
                .allSatisfy(setting -> assertThat(SettingNames.isKnown(setting.replaceFirst("=.*", "")))
                        .isTrue());
        assertThat(image.instructions()).noneMatch(it -> it.text().contains("ANONYMOUS"));
    }

    @Test
    void itsHealthIsAskedForByTheCommandLine() {
        String check = image.only("HEALTHCHECK");
        assertThat(Dockerfile.words(check.substring(check.indexOf("[")))).startsWith("minikafka", "health");
        assertThat(image.all("COPY")).contains("--chmod=0755 docker/minikafka /usr/local/bin/minikafka");
    }

    @Test
    void itSaysWhatItIs() {
        assertThat(image.only("LABEL"))
                .contains("org.opencontainers.image.title=", "org.opencontainers.image.description=")
                .contains("org.opencontainers.image.licenses=\"Apache-2.0\"")
                .contains("org.opencontainers.image.version=", "org.opencontainers.image.revision=");
    }

    @Test
    void whatIsCopiedIsLetThroughToTheBuildAndNothingElse() throws IOException {
        List<String> rules = Files.readAllLines(Path.of(".dockerignore")).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
        assertThat(rules).startsWith("*");
        assertThat(dockerfile.stages().stream()
                        .flatMap(stage -> stage.all("COPY"))
                        .filter(copy -> !copy.contains("--from="))
                        .map(copy -> copy.replaceFirst("^--\\S+ ", "").split(" ")[0]))
                .isNotEmpty()
                .allSatisfy(source -> {
                    assertThat(Path.of(source)).exists();
                    assertThat(rules).contains("!" + source.replaceFirst("/.*", ""));
                });
    }

    @Test
    void noCredentialsAreBuiltIn() {
        Pattern secret = Pattern.compile("(?i)password|secret|token|credential");
        assertThat(dockerfile.stages().stream().flatMap(stage -> stage.instructions().stream()))
                .noneMatch(instruction -> secret.matcher(instruction.text()).find());
    }

    private List<String> entrypoint() {
        return Dockerfile.words(image.only("ENTRYPOINT"));
    }
}
