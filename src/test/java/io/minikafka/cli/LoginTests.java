package io.minikafka.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ServerInterceptors;
import io.grpc.netty.NettyServerBuilder;
import io.minikafka.broker.LocalBroker;
import io.minikafka.broker.MemoryBroker;
import io.minikafka.grpc.CallerInterceptor;
import io.minikafka.grpc.TopicService;
import io.minikafka.security.BrokerViews;
import io.minikafka.security.Caller;
import io.minikafka.security.TestAccounts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/** Commands that log in, against a server that asks for it. */
class LoginTests {
    @TempDir
    Path directory;

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final LocalBroker broker = MemoryBroker.create(timer);
    private final CommandLineRun run = new CommandLineRun();
    private io.grpc.Server server;

    @BeforeEach
    void start() throws IOException {
        BrokerViews views = new BrokerViews(broker);
        var interceptor = new CallerInterceptor(
                TestAccounts.of(
                        TestAccounts.account("alice", "p w", "admin"), TestAccounts.account("bob", "b", "produce")),
                views,
                false);
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(
                        ServerInterceptors.intercept(new TopicService(views.of(Caller.STRANGER)), List.of(interceptor)))
                .build()
                .start();
    }

    @AfterEach
    void stop() {
        server.shutdownNow();
        broker.close();
        timer.shutdownNow();
    }

    private String host() {
        return "127.0.0.1:" + server.getPort();
    }

    @Test
    void aUserLogsInWithThePasswordOfAFile() throws IOException {
        Path password = Files.writeString(directory.resolve("password"), "p w\n");
        int code = run.run(
                "topics", "create", "t", "--host", host(), "--user", "alice", "--password-file", password.toString());
        assertThat(run.err()).isEmpty();
        assertThat(code).isZero();
        assertThat(broker.topics().join()).hasSize(1);
    }

    @Test
    void whoHasNoRightIsToldSo() throws IOException {
        Path password = Files.writeString(directory.resolve("password"), "b");
        int code = run.run(
                "topics", "create", "t", "--host", host(), "--user", "bob", "--password-file", password.toString());
        assertThat(code).isEqualTo(1);
        assertThat(run.err()).contains("User 'bob' has no right to administer the topic 't'");
    }

    @Test
    void whoDoesNotLogInIsToldSo() {
        assertThat(run.run("topics", "list", "--host", host())).isEqualTo(1);
        assertThat(run.err()).contains("authorization");
    }

    @Test
    void aWrongTokenIsRefused() throws IOException {
        Path token = Files.writeString(directory.resolve("token"), "a-long-and-random-token\n");
        assertThat(run.run("topics", "list", "--host", host(), "--token-file", token.toString()))
                .isEqualTo(1);
        assertThat(run.err()).contains("token").doesNotContain("a-long-and-random-token");
    }

    @Test
    void aUserNeedsAPassword() {
        assertThat(run.run("topics", "list", "--host", host(), "--user", "alice"))
                .isEqualTo(2);
        assertThat(run.err()).contains("--user needs a password", "MINIKAFKA_CLIENT_PASSWORD");
    }

    @Test
    void aPasswordIsHashed() {
        assertThat(run.withInput("s3cret\nrest\n").run("hash-password")).isZero();
        String hash = run.lines().get(0);
        assertThat(hash).startsWith("{bcrypt}$2");
        assertThat(new BCryptPasswordEncoder().matches("s3cret", hash.substring("{bcrypt}".length())))
                .isTrue();
    }

    @Test
    void aPasswordThatBcryptWouldCutIsRefused() {
        assertThat(run.withInput("x".repeat(73)).run("hash-password")).isEqualTo(2);
        assertThat(run.err()).contains("73 bytes").doesNotContain("xxx");
    }
}
