package io.minikafka.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.minikafka.grpc.TestStore;
import io.minikafka.store.MessageStore;
import io.minikafka.store.MutableClock;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same bytes to Redis's own server and to the door: what both know, both answer alike. */
class RedisServerDifferentialTests {
    /** Continuous integration installs Redis, so there it may not be missing. */
    private static final boolean MAY_BE_SKIPPED = System.getenv("CI") == null;

    private static final String END = RespClient.request("ECHO", "the end");
    private static final String END_REPLY = "$7\r\nthe end\r\n";
    private static final String CLOSED = "closed";

    @TempDir
    static Path directory;

    private static RedisServer redis;
    private static MessageStore store;
    private static TestRespDoor door;

    @BeforeAll
    static void start() {
        if (MAY_BE_SKIPPED) {
            assumeTrue(RedisServer.isInstalled(), "redis-server is not installed");
        }
        redis = RedisServer.start();
        store = TestStore.MEMORY.open(directory, MutableClock.started());
        door = new TestRespDoor(store, new TestRespDoor.Settings());
    }

    @AfterAll
    static void stop() {
        if (redis != null) {
            redis.close();
        }
        if (door != null) {
            door.close();
            store.close();
        }
    }

    /** Inline commands, one or several in a connection, whose replies are the same to the last byte. */
    static final List<String> SAME_BYTES = List.of(
            "PING",
            "ping",
            "PiNg hello",
            "PING ''",
            "PING a b",
            "ECHO x",
            "ECHO",
            "ECHO a b",
            "SELECT 0",
            "SELECT 1",
            "SELECT -1",
            "SELECT x",
            "SELECT",
            "FOO",
            "foo bar 'b a z'",
            "FOO " + "x".repeat(200) + " y",
            "FOO " + "abcdefghij ".repeat(30),
            "x".repeat(200),
            "'' x",
            "QUIT",
            "QUIT\r\nPING",
            "RESET",
            "RESET x",
            "RESET\r\nPING",
            "HELLO 4",
            "HELLO 1",
            "HELLO x",
            "HELLO 2 FOO",
            "HELLO 3 SETNAME",
            "HELLO 3 AUTH default",
            "HELLO 3 AUTH nobody x",
            "HELLO 3 SETNAME 'a b'",
            "AUTH",
            "AUTH x",
            "AUTH default x",
            "AUTH nobody x",
            "AUTH a b c",
            "CLIENT",
            "CLIENT WHATEVER",
            "CLIENT WHATEVER x y",
            "CLIENT SETNAME",
            "CLIENT SETNAME plain\r\nCLIENT GETNAME",
            "CLIENT SETNAME plain\r\nCLIENT SETNAME other\r\nCLIENT GETNAME",
            "CLIENT SETNAME 'a b'",
            "CLIENT SETNAME \"a\\n\"",
            "CLIENT GETNAME x",
            "CLIENT ID x",
            "CLIENT INFO x",
            "CLIENT KILL",
            "CLIENT KILL 1.2.3.4:5",
            "CLIENT KILL ID x",
            "CLIENT KILL ID 0",
            "CLIENT KILL ID 123456789",
            "CLIENT KILL FOO x",
            "CLIENT KILL ADDR",
            "CLIENT KILL TYPE normal SKIPME maybe",
            "CLIENT LIST TYPE",
            "CLIENT NO-EVICT on",
            "CLIENT NO-EVICT OFF",
            "CLIENT NO-EVICT x",
            "CLIENT NO-EVICT",
            "COMMAND WHATEVER",
            "COMMAND COUNT x",
            "COMMAND INFO nosuch",
            "COMMAND DOCS nosuch",
            "HELLO 3 FOO",
            "CONFIG",
            "CONFIG GET",
            "CONFIG GET nosuch",
            "CONFIG GET save",
            "CONFIG GET appendonly",
            "CONFIG WHATEVER",
            "DBSIZE",
            "DBSIZE x",
            "TYPE topics:nosuch",
            "TYPE",
            "EXISTS topics:nosuch topics:other",
            "EXISTS",
            "LLEN topics:nosuch",
            "LLEN",
            "SCAN 0",
            "SCAN x",
            "SCAN",
            "SCAN 0 FOO",
            "SCAN 0 FOO x",
            "SCAN 0 COUNT 0",
            "SCAN 0 COUNT x",
            "SCAN 0 MATCH * COUNT 10 TYPE list",
            "",
            "   ",
            "\t PING \t",
            "\"PING\"",
            "'PING'",
            "ECHO \"a b\"",
            "ECHO 'a b'",
            "ECHO \"\\x41\\x7a\\n\\r\\t\\a\\b\\\\\\\"\\q\\xzz\"",
            "ECHO 'it\\'s \\n'",
            "ECHO \"\"",
            "ECHO ''",
            "ECHO a\"b\"",
            "ECHO a'b c'",
            "ECHO \"a\"b",
            "ECHO 'a'b",
            "ECHO \"a",
            "ECHO 'a",
            "ECHO \"a\\\"",
            "ECHO \u00e9\u0001\u007f",
            "ECHO a\u000bb",
            "\u000bPING",
            "PING\nPING\r\nPING");

    @ParameterizedTest
    @FieldSource("SAME_BYTES")
    void repliesAreTheSame(String lines) {
        assertSame(lines + "\r\n" + END);
    }

    /** Bytes as they are, mostly malformed. */
    static final List<String> FRAMES = List.of(
            "*1\r\n$4\r\nPING\r\n",
            "*01\r\n$04\r\nPING\r\n",
            "*0\r\n",
            "*-1\r\n",
            "*-2\r\n",
            "*-9223372036854775807\r\n",
            "*\r\n",
            "*x\r\n",
            "*1x\r\n",
            "* 1\r\n",
            "*+1\r\n",
            "*2147483648\r\n",
            "*9223372036854775808\r\n",
            "*1\r\nPING\r\n",
            "*1\r\n+PING\r\n",
            "*1\r\n\r\n",
            "*1\r\n$\r\n",
            "*1\r\n$x\r\n",
            "*1\r\n$-1\r\n",
            "*1\r\n$-2\r\n",
            "*1\r\n$+4\r\n",
            "*1\r\n$4x\r\n",
            "*1\r\n$9223372036854775807\r\n",
            "*1\r\n$0\r\n\r\n",
            "*2\r\n$4\r\nECHO\r\n$0\r\n\r\n",
            "*2\r\n$4\r\nECHO\r\n$6\r\na\r\nb\r\n\r\n",
            "*1\r\n$4\r\nPING\r\nPING\r\n*1\r\n$4\r\nPING\r\n",
            "*1\r\n$4\r\nPING\r\n*x\r\n*1\r\n$4\r\nPING\r\n");

    @ParameterizedTest
    @FieldSource("FRAMES")
    void framesAreReadAlikeAndErrorsAreTheSame(String bytes) {
        assertSame(bytes + END);
    }

    /** Nothing follows: with an end of the line, it would depend on how the bytes arrive whether it is too long. */
    @ParameterizedTest
    @ValueSource(strings = {"*", "*1\r\n$", "x"})
    void aLineWithoutEndIsRefusedAlike(String beginning) {
        assertSame(beginning + "1".repeat(70_000));
    }

    /** Redis says nothing before, the door says why. */
    @ParameterizedTest
    @ValueSource(strings = {"POST / HTTP/1.1", "post", "Host: localhost", "hOsT: x", "*1\r\n$4\r\nPOST"})
    void bothHangUpAtHttp(String line) {
        String bytes = line + "\r\nPING\r\n" + END;
        assertThat(replies(redis.port(), bytes)).containsExactly(CLOSED);
        assertThat(replies(door.server.port(), bytes)).containsExactly("-" + HttpByMistake.ERROR + "\r\n", CLOSED);
    }

    /** What differs from server to server by its nature, but is of one type. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HELLO",
                "HELLO 2",
                "HELLO 3",
                "HELLO 3 AUTH default x SETNAME plain",
                "CLIENT ID",
                "CLIENT INFO",
                "CLIENT LIST",
                "CLIENT LIST TYPE normal",
                "HELLO 3\r\nCLIENT ID",
                "HELLO 3\r\nCLIENT INFO",
                "HELLO 3\r\nINFO",
                "HELLO 3\r\nCONFIG GET appendonly",
                "HELLO 3\r\nCOMMAND INFO nosuch",
                "HELLO 3\r\nRESET\r\nHELLO",
                "COMMAND COUNT",
                "INFO",
                "INFO server",
                "INFO nosuch",
                "MONITOR"
            })
    void repliesAreOfTheSameType(String lines) {
        String bytes = lines + "\r\n" + END;
        assertThat(types(door.server.port(), bytes)).isEqualTo(types(redis.port(), bytes));
    }

    @Test
    void helloHasTheSameFields() {
        for (String version : List.of("2", "3")) {
            assertThat(fields(door.server.port(), version)).isEqualTo(fields(redis.port(), version));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void linesOfAnyCharactersAreSplitAlike(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            assertSame("ECHO " + text(random, "ab \"'\\xnrt419\t") + "\r\n" + END);
            // Names its arguments, however many.
            assertSame("nonsense " + text(random, "cd \"'\\ ") + "\r\n" + END);
        }
    }

    private static String text(Random random, String alphabet) {
        return random.ints(random.nextInt(16), 0, alphabet.length())
                .mapToObj(i -> alphabet.substring(i, i + 1))
                .collect(Collectors.joining());
    }

    private static void assertSame(String bytes) {
        assertThat(replies(door.server.port(), bytes)).as(bytes).isEqualTo(replies(redis.port(), bytes));
    }

    /** All replies on a connection of its own until the end is echoed, or the server has closed it. */
    private static List<String> replies(int port, String bytes) {
        List<String> replies = new ArrayList<>();
        try (RespClient client = new RespClient(port)) {
            client.send(bytes);
            for (String reply = client.reply(); !reply.equals(END_REPLY); reply = client.reply()) {
                replies.add(reply);
            }
        } catch (UncheckedIOException e) {
            replies.add(CLOSED);
        }
        return replies;
    }

    private static List<String> types(int port, String bytes) {
        return replies(port, bytes).stream()
                .map(reply -> reply.equals(CLOSED) ? reply : reply.substring(0, 1))
                .toList();
    }

    private static List<String> fields(int port, String version) {
        String reply = replies(port, "HELLO " + version + "\r\n" + END).get(0);
        return List.of("server", "version", "proto", "id", "mode", "role", "modules").stream()
                .filter(name -> reply.contains("\r\n" + name + "\r\n"))
                .toList();
    }
}
