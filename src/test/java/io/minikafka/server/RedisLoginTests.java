package io.minikafka.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisDataException;

/** How the usual Redis clients log in, each in the ways it has, and what they make of a refusal. */
class RedisLoginTests {
    private static final int PATIENCE_MILLIS = 60_000;

    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = RunningServer.start(
                "--spring.profiles.active=memory",
                "--minikafka.resp.password=everything",
                "--minikafka.security.users.alice.password={bcrypt}" + new BCryptPasswordEncoder(4).encode("p@ss:w/rd"),
                "--minikafka.security.users.alice.rights=produce:orders.*");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    // ---- Jedis

    private static Jedis jedis(RedisProtocol protocol, String user, String password) {
        return new Jedis(
                new HostAndPort("127.0.0.1", server.redisPort()),
                DefaultJedisClientConfig.builder()
                        .protocol(protocol)
                        // Its own 2 s are short on a machine that does many things at once.
                        .timeoutMillis(PATIENCE_MILLIS)
                        .user(user)
                        .password(password)
                        .build());
    }

    /** With RESP2 it sends AUTH, with RESP3 HELLO 3 AUTH. */
    @ParameterizedTest
    @EnumSource(
            value = RedisProtocol.class,
            names = {"RESP2", "RESP3"})
    void jedisLogsInByAuthAndByHello(RedisProtocol protocol) {
        try (Jedis alice = jedis(protocol, "alice", "p@ss:w/rd")) {
            assertThat(alice.rpushx("topics:orders.jedis", "m")).isEqualTo(1);
            assertThatThrownBy(() -> alice.rpushx("topics:payments", "m"))
                    .isInstanceOf(JedisDataException.class)
                    .hasMessage("NOPERM User 'alice' has no right to produce to the topic 'payments'");
            assertThat(alice.ping()).isEqualTo("PONG");
        }
        try (Jedis all = jedis(protocol, null, "everything")) {
            assertThat(all.rpushx("topics:payments", "m")).isEqualTo(1);
        }
        assertThatThrownBy(() -> jedis(protocol, "alice", "guess").ping())
                .isInstanceOf(JedisAccessControlException.class)
                .hasMessage("WRONGPASS invalid username-password pair or user is disabled.");
    }

    @Test
    void jedisWithoutALoginIsToldSo() {
        try (Jedis nobody = new Jedis("127.0.0.1", server.redisPort(), PATIENCE_MILLIS)) {
            assertThatThrownBy(() -> nobody.rpushx("topics:orders.jedis", "m"))
                    .hasMessage("NOAUTH Authentication required.");
        }
    }

    // ---- Lettuce

    @Test
    void lettuceTakesTheLoginFromTheAddress() {
        try (RedisClient client = RedisClient.create(
                        RedisURI.create("redis://alice:p%40ss%3Aw%2Frd@127.0.0.1:" + server.redisPort()));
                StatefulRedisConnection<String, String> connection = client.connect()) {
            assertThat(connection.sync().rpushx("topics:orders.lettuce", "m")).isEqualTo(1);
            assertThatThrownBy(() -> connection.sync().rpushx("topics:payments", "m"))
                    .hasMessageStartingWith("NOPERM User 'alice'");
        }
        try (RedisClient client =
                RedisClient.create(RedisURI.create("redis://alice:guess@127.0.0.1:" + server.redisPort()))) {
            assertThatThrownBy(client::connect)
                    .isInstanceOf(RedisConnectionException.class)
                    .rootCause()
                    .hasMessageStartingWith("WRONGPASS");
        }
    }

    // ---- redis-cli

    private static List<String> redisCli(String password, String... arguments) throws Exception {
        assumeThat(onPath("redis-cli")).as("redis-cli is there").isTrue();
        List<String> command =
                new ArrayList<>(List.of("redis-cli", "-h", "127.0.0.1", "-p", Integer.toString(server.redisPort())));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        if (password != null) {
            builder.environment().put("REDISCLI_AUTH", password);
        }
        Process process = builder.start();
        process.getOutputStream().close();
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        } finally {
            process.waitFor();
        }
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    @Test
    void redisCliLogsInByTheEnvironmentByOptionsAndByHand() throws Exception {
        assertThat(redisCli("p@ss:w/rd", "--user", "alice", "RPUSHX", "topics:orders.cli", "m"))
                .containsExactly("1");
        assertThat(redisCli("p@ss:w/rd", "--user", "alice", "-3", "RPUSHX", "topics:payments", "m"))
                .containsExactly("NOPERM User 'alice' has no right to produce to the topic 'payments'");
        assertThat(redisCli("everything", "RPUSHX", "topics:payments", "m")).containsExactly("1");
        assertThat(redisCli(null, "AUTH", "alice", "p@ss:w/rd")).containsExactly("OK");
        assertThat(redisCli(null, "PING")).containsExactly("NOAUTH Authentication required.");
    }

    @Test
    void redisCliWithAWrongPasswordSaysSo() throws Exception {
        assertThat(redisCli("guess", "--user", "alice", "PING"))
                .anyMatch(line -> line.contains("WRONGPASS invalid username-password pair or user is disabled."))
                .anyMatch(line -> line.contains("NOAUTH Authentication required."));
    }
}
