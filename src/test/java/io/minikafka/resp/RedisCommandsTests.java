package io.minikafka.resp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Redis clients and tools ask for besides producing and consuming. */
class RedisCommandsTests extends RespFixture {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            HELLO 4                     | -NOPROTO unsupported protocol version
            HELLO x                     | -ERR Protocol version is not an integer or out of range
            HELLO 3 SETNAME             | -ERR Syntax error in HELLO option 'SETNAME'
            HELLO 3 AUTH default x      | %7
            HELLO 3 AUTH other x        | -WRONGPASS invalid username-password pair or user is disabled.
            AUTH default anything       | +OK
            SELECT 1                    | -ERR DB index is out of range
            SELECT x                    | -ERR value is not an integer or out of range
            PING a b                    | -ERR wrong number of arguments for 'ping' command
            ECHO                        | -ERR wrong number of arguments for 'echo' command
            CLIENT SETINFO LIB-NAME abc | +OK
            CLIENT SETINFO LIB-VER 1.2  | +OK
            CLIENT SETINFO OTHER x      | -ERR Unrecognized option 'OTHER'
            CLIENT NO-EVICT ON          | +OK
            CLIENT NO-TOUCH OFF         | +OK
            CLIENT NO-TOUCH MAYBE       | -ERR syntax error
            CLIENT WHATEVER             | -ERR unknown subcommand 'WHATEVER'. Try CLIENT HELP.
            CLIENT KILL 1.2.3.4:5       | -ERR No such client
            CLIENT KILL ID 99999        | :0
            CLIENT KILL ID x            | -ERR client-id should be greater than 0
            CONFIG GET save             | *2
            CONFIG GET appendonly       | *2
            CONFIG GET *max*            | *6
            CONFIG SET save x           | -ERR unknown subcommand 'SET'. Try CONFIG HELP.
            COMMAND COUNT               | :24
            COMMAND INFO ping           | *1
            COMMAND INFO nosuch         | *1
            COMMAND DOCS rpushx         | *2
            TYPE topics:nosuch          | +none
            TYPE topics:!               | +none
            TYPE stats                  | +hash
            EXISTS topics:nosuch stats  | :1
            LLEN topics:nosuch          | :0
            LLEN other                  | :0
            SCAN 0                      | *2
            SCAN x                      | -ERR invalid cursor
            SCAN 0 COUNT x              | -ERR value is not an integer or out of range
            SCAN 0 MATCH                | -ERR syntax error
            """)
    void eachGetsRedissKindOfReply(String command, String reply) {
        assertThat(door.connect().call(command.split(" ")).split("\r\n")[0]).isEqualTo(reply);
    }

    @Test
    void topicsAreListsToTools() {
        RespClient client = door.connect();
        client.call("RPUSHX", "topics:a", "1");
        client.call("RPUSHX", "topics:b", "1");
        client.call("RPUSHX", "topics:b", "2");
        assertThat(client.call("TYPE", "topics:a")).isEqualTo("+list\r\n");
        assertThat(client.call("LLEN", "topics:b")).isEqualTo(":2\r\n");
        assertThat(client.call("EXISTS", "topics:a", "topics:a", "topics:c")).isEqualTo(":2\r\n");
        assertThat(client.call("SCAN", "0")).isEqualTo("*2\r\n$1\r\n0\r\n*2\r\n" + bulk("topics:a") + bulk("topics:b"));
        assertThat(client.call("SCAN", "0", "MATCH", "*:b", "COUNT", "10", "TYPE", "list"))
                .isEqualTo("*2\r\n$1\r\n0\r\n*1\r\n" + bulk("topics:b"));
        assertThat(client.call("SCAN", "0", "TYPE", "hash")).isEqualTo("*2\r\n$1\r\n0\r\n*0\r\n");
    }

    @Test
    void infoHasWhatClientsLookFor() {
        assertThat(door.connect().call("INFO"))
                .contains(
                        "redis_version:7.2.0\r\n",
                        "redis_mode:standalone\r\n",
                        "loading:0\r\n",
                        "connected_clients:",
                        "uptime_in_seconds:",
                        "role:master\r\n",
                        "minikafka_version:test\r\n");
        assertThat(door.connect().call("INFO", "minikafka"))
                .contains("minikafka_version")
                .doesNotContain("redis_mode");
    }

    @Test
    void version3HasItsOwnTypes() {
        RespClient client = door.connect();
        assertThat(client.call("HELLO", "3")).startsWith("%7\r\n$6\r\nserver\r\n$5\r\nredis\r\n");
        assertThat(client.call("HGETALL", "stats")).startsWith("%14\r\n");
        assertThat(client.call("INFO")).startsWith("=");
        assertThat(client.call("CONFIG", "GET", "save")).isEqualTo("%1\r\n$4\r\nsave\r\n$0\r\n\r\n");
        assertThat(client.call("COMMAND", "INFO", "nosuch")).isEqualTo("*1\r\n_\r\n");
        assertThat(client.call("HELLO", "2")).startsWith("*14\r\n");
        assertThat(client.call("HGETALL", "stats")).startsWith("*28\r\n");
    }

    @Test
    void clientsAreListedAndKilled() {
        RespClient client = door.connect();
        client.call("CLIENT", "SETNAME", "tool");
        RespClient other = door.member("g:n");
        assertThat(client.call("CLIENT", "LIST")).contains("addr=" + client.address(), "name=tool", "name=g:n");
        assertThat(client.call("CLIENT", "INFO")).contains("name=tool").doesNotContain("g:n");
        assertThat(client.call("CLIENT", "KILL", other.address())).isEqualTo(OK);
        assertThat(other.isClosedByServer()).isTrue();
        String id = door.connect().call("CLIENT", "ID").strip().substring(1);
        assertThat(client.call("CLIENT", "KILL", "ID", id, "TYPE", "normal")).isEqualTo(ONE);
        assertThat(client.call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "no"))
                .isEqualTo(ONE);
        assertThat(client.isClosedByServer()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"two words", "new\nline", "gr\u00fcn"})
    void aNameThatWouldSpoilAListIsRefused(String name) {
        assertThat(door.connect().call("CLIENT", "SETNAME", name))
                .isEqualTo(error("ERR Client names cannot contain spaces, newlines or special characters."));
    }

    @Test
    void aPlainNameMayChangeAndBeSharedAndBecomeAGroups() {
        RespClient client = door.connect();
        assertThat(client.call("CLIENT", "SETNAME", "tool")).isEqualTo(OK);
        assertThat(door.connect().call("CLIENT", "SETNAME", "tool")).isEqualTo(OK);
        assertThat(client.call("CLIENT", "SETNAME", "other")).isEqualTo(OK);
        assertThat(client.call("BLPOP", "topics:t", "1")).startsWith("-CONS Connection not ready.");
        assertThat(client.call("CLIENT", "SETNAME", "g:n")).isEqualTo(OK);
        assertThat(client.call("CLIENT", "SETNAME", "other")).isEqualTo(error("CONS Client ID is already set to g:n"));
    }

    @Test
    void whatIsEchoedInAnErrorIsShortAndOneLine() {
        RespClient client = door.connect();
        assertThat(client.call("a\r\nb\0", "x".repeat(100_000)))
                .startsWith("-ERR unknown command 'a  b ', with args beginning with: 'xxx")
                .hasSizeLessThan(300);
    }

    @Test
    void errorsAreCountedWhetherTheDoorOrTheBrokerRefuses() {
        RespClient client = door.member("g:n");
        assertThat(client.call("RPUSHX", "topics:t")).startsWith("-PROD ");
        assertThat(client.call("BLPOP", "topics:t", "0.01")).isEqualTo(NOTHING);
        assertThat(client.call("RPUSH", "acks", "t:7:0")).startsWith("-CONS ");
        assertThat(client.call("HGETALL", "stats")).contains(bulk("commands.failed") + bulk("2"));
    }
}
