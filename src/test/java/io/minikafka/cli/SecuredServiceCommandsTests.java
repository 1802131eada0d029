package io.minikafka.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.client.PemFiles;
import io.minikafka.server.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/** The command line against a whole service that encrypts and asks who is calling. */
class SecuredServiceCommandsTests {
    private static final String TOKEN = "a-long-and-random-token-for-tests";

    @TempDir
    private static Path files;

    private static PemFiles certificate;
    private static RunningServer server;

    private final CommandLineRun run = new CommandLineRun();

    @BeforeAll
    static void start() throws Exception {
        certificate = PemFiles.generate(files, "server");
        server = RunningServer.start(
                "--spring.profiles.active=memory",
                "--spring.ssl.bundle.pem.doors.keystore.certificate=file:" + certificate.certificate(),
                "--spring.ssl.bundle.pem.doors.keystore.private-key=file:" + certificate.privateKey(),
                "--minikafka.ssl.bundle=doors",
                "--minikafka.security.users.root.password=" + hash("root's"),
                "--minikafka.security.users.root.rights=admin",
                "--minikafka.security.users.alice.password=" + hash("alice's"),
                "--minikafka.security.users.alice.rights=produce:orders.*,consume:orders.*",
                "--minikafka.security.tokens.robot.value=" + TOKEN,
                "--minikafka.security.tokens.robot.rights=consume");
        Files.writeString(files.resolve("root"), "root's\n");
        Files.writeString(files.resolve("alice"), "alice's\n");
        Files.writeString(files.resolve("wrong"), "guess\n");
        Files.writeString(files.resolve("token"), TOKEN + "\n");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String hash(String password) {
        return "{bcrypt}" + new BCryptPasswordEncoder(4).encode(password);
    }

    private static String host() {
        return "127.0.0.1:" + server.grpcPort();
    }

    /** The command's arguments with the service's address, whom to trust, and the user with the password's file. */
    private static String[] as(String user, String password, String... command) {
        return trusting(
                command,
                "--user",
                user,
                "--password-file",
                files.resolve(password).toString());
    }

    private static String[] withToken(String... command) {
        return trusting(command, "--token-file", files.resolve("token").toString());
    }

    private static String[] trusting(String[] command, String... login) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of("--host", host(), "--ca", certificate.certificate().toString()));
        all.addAll(List.of(login));
        return all.toArray(String[]::new);
    }

    private static CommandLineRun succeeded(CommandLineRun run, String... arguments) {
        assertThat(run.run(arguments)).as(run.err()).isZero();
        return run;
    }

    @Test
    void usersProduceAndConsumeAndAdministratorsAdminister() {
        succeeded(new CommandLineRun(), as("root", "root", "topics", "create", "orders.eu", "--partitions", "2"));
        succeeded(
                new CommandLineRun().withInput("a:one\nb:two\n"),
                as("alice", "alice", "produce", "--topic", "orders.eu", "--key-separator", ":"));
        assertThat(succeeded(
                                new CommandLineRun(),
                                as("alice", "alice", "consume", "--topic", "orders.eu", "--no-follow"))
                        .lines())
                .containsExactlyInAnyOrder("one", "two");
        assertThat(succeeded(
                                new CommandLineRun(),
                                withToken("consume", "--topic", "orders.eu", "--group", "robots", "--max", "2"))
                        .lines())
                .containsExactlyInAnyOrder("one", "two");
        assertThat(succeeded(new CommandLineRun(), as("alice", "alice", "topics", "list"))
                        .out())
                .contains("orders.eu");
        assertThat(succeeded(new CommandLineRun(), as("alice", "alice", "topics", "describe", "orders.eu"))
                        .out())
                .contains("orders.eu");
        succeeded(new CommandLineRun(), as("root", "root", "topics", "delete", "orders.eu"));
    }

    @Test
    void healthNeedsTrustAndNoLogin() {
        succeeded(run, trusting(new String[] {"health"}));
        assertThat(run.out()).contains("SERVING");
    }

    private void refused(String saying, String... arguments) {
        assertThat(run.withInput("m\n").run(arguments)).isEqualTo(1);
        // A summary may follow, of produce.
        assertThat(run.err().lines().findFirst().orElseThrow())
                .startsWith("minikafka: ")
                .containsIgnoringCase(saying);
        assertThat(run.err().lines()).hasSizeLessThanOrEqualTo(2);
        assertThat(run.err()).doesNotContain("\tat ", "Channel Pipeline");
    }

    @Test
    void whoHasNoRightIsToldWhich() {
        refused(
                "User 'alice' has no right to produce to the topic 'payments'",
                as("alice", "alice", "produce", "--topic", "payments"));
    }

    @Test
    void aTokenThatMayOnlyConsumeDoesNotProduce() {
        refused("no right to produce to the topic 'orders.us'", withToken("produce", "--topic", "orders.us"));
    }

    @Test
    void aWrongPasswordIsToldWithoutIt() {
        refused("password", as("alice", "wrong", "topics", "list"));
        assertThat(run.err()).doesNotContain("guess");
    }

    @Test
    void whoDoesNotLogInIsToldSo() {
        refused("authorization", trusting(new String[] {"topics", "list"}));
    }

    @Test
    void aServiceThatIsNotTrustedHearsNoPassword() throws IOException {
        refused(
                "certif",
                "topics",
                "list",
                "--host",
                host(),
                "--tls",
                "--timeout",
                "5s",
                "--user",
                "alice",
                "--password-file",
                files.resolve("alice").toString());
    }

    @Test
    void whoDoesNotEncryptIsNotServed() {
        assertThat(run.run("topics", "list", "--host", host(), "--timeout", "5s"))
                .isEqualTo(1);
        assertThat(run.err().lines()).hasSize(1);
    }
}
