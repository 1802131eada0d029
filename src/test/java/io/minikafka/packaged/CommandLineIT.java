package io.minikafka.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar as users run it: the service in one process, commands in others. */
class CommandLineIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    static Path directory;

    private static PackagedServer server;

    private String topic;

    @BeforeAll
    static void startServer() {
        server = PackagedServer.start(
                Map.of("MINIKAFKA_ROOT_DIR", directory.resolve("data").toString()));
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void nameTopic(TestInfo test) {
        topic = test.getTestMethod().orElseThrow().getName();
    }

    @Test
    void oneProcessProducesAndAnotherConsumes() throws Exception {
        Finished produce = run("hello\nwörld\n", "produce", "--topic", topic);
        assertThat(produce.code()).as(produce.err()).isZero();
        assertThat(produce.out()).isEmpty();
        assertThat(produce.err()).contains("2 messages stored");
        Finished consume = run("", "consume", "--topic", topic, "--no-follow");
        assertThat(consume).isEqualTo(new Finished(0, "hello\nwörld\n", ""));
    }

    @Test
    void whatArrivesIsPrintedByAProcessThatWaits() throws Exception {
        run("one\n", "produce", "--topic", topic);
        Process consume = start("consume", "--topic", topic);
        try (BufferedReader lines = consume.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lines.readLine()).isEqualTo("one");
            run("two\n", "produce", "--topic", topic);
            assertThat(lines.readLine()).isEqualTo("two");
            terminate(consume);
            assertThat(lines.readLine()).isNull();
            assertThat(exitCode(consume)).isZero();
        } finally {
            consume.destroyForcibly();
        }
    }

    @Test
    void anInterruptedProducerStoresWhatItHasRead() throws Exception {
        Process produce = start("produce", "--topic", topic);
        try (OutputStream in = produce.getOutputStream()) {
            in.write("read\n".getBytes(StandardCharsets.UTF_8));
            in.flush();
            await().atMost(PATIENCE)
                    .until(() ->
                            run("", "consume", "-t", topic, "--no-follow").out().equals("read\n"));
            terminate(produce);
            assertThat(exitCode(produce)).isEqualTo(130);
            assertThat(new String(produce.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("1 messages stored");
        } finally {
            produce.destroyForcibly();
        }
    }

    @Test
    void aClosedPipeEndsQuietly() throws Exception {
        Path lines = directory.resolve("lines");
        Files.writeString(lines, "line\n".repeat(200_000));
        assertThat(run("", "produce", "--topic", topic, "--file", lines.toString())
                        .code())
                .isZero();
        Process consume = start("consume", "--topic", topic);
        try {
            // As "head -1" does.
            BufferedReader out = consume.inputReader(StandardCharsets.UTF_8);
            assertThat(out.readLine()).isEqualTo("line");
            out.close();
            assertThat(exitCode(consume)).isZero();
            assertThat(new String(consume.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEmpty();
        } finally {
            consume.destroyForcibly();
        }
    }

    @Test
    void exitCodesTellDoneFailedAndWrongUsage() throws Exception {
        assertThat(run("", "health")).isEqualTo(new Finished(0, "SERVING\n", ""));
        Finished failed = run("", "topics", "describe", topic);
        assertThat(failed).isEqualTo(new Finished(1, "", "minikafka: There is no topic '" + topic + "'\n"));
        Finished wrong = run("", "consume");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.out()).isEmpty();
        assertThat(wrong.err()).contains("--topic");
    }

    @Test
    void helpNeedsNoService() throws Exception {
        Finished help = run("", "--help");
        assertThat(help.code()).isZero();
        assertThat(help.out()).contains("Usage: minikafka");
        assertThat(help.err()).isEmpty();
        assertThat(run("", "--version").out()).startsWith("minikafka ");
    }

    @Test
    void aBenchmarkCanBringItsOwnService() throws Exception {
        Finished bench = run("", "bench", "produce-unary", "--embedded", "--warmup", "1ms", "--count", "100", "--json");
        assertThat(bench.code()).as(bench.err()).isZero();
        assertThat(bench.out()).contains("\"mode\":\"produce-unary\"");
    }

    private record Finished(int code, String out, String err) {}

    private static Finished run(String input, String... args) throws Exception {
        Path out = Files.createTempFile(directory, "out", "");
        Path err = Files.createTempFile(directory, "err", "");
        Process process = command(args)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        return new Finished(exitCode(process), Files.readString(out), Files.readString(err));
    }

    private static Process start(String... args) throws IOException {
        return command(args).start();
    }

    /** The address of the service comes from the environment. */
    private static ProcessBuilder command(String... args) {
        ProcessBuilder builder = new ProcessBuilder(PackagedServer.command(args));
        builder.environment().put("MINIKAFKA_HOST", "127.0.0.1:" + server.grpcPort());
        return builder;
    }

    /** SIGTERM, with the streams left open; Ctrl-C takes the same path. */
    private static void terminate(Process process) {
        process.toHandle().destroy();
    }

    private static int exitCode(Process process) throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("ended")
                .isTrue();
        return process.exitValue();
    }
}
