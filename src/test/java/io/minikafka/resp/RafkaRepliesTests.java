package io.minikafka.resp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What rafka 0.6.2 was seen to reply, in our words where the door's contract asks for something else. In the tables: a
 * command, and its reply, of which an ellipsis leaves the rest open.
 */
class RafkaRepliesTests extends RespFixture {
    private void assertReplies(RespClient client, String table) {
        for (String row : table.strip().split("\n")) {
            String[] cells = row.strip().split(" +=> ", 2);
            String[] arguments = cells[0].split(" ");
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = arguments[i].equals("''") ? "" : unescaped(arguments[i]);
            }
            String expected = unescaped(cells[1].strip()).replace("<address>", client.address());
            String reply = client.call(arguments);
            if (expected.endsWith("…")) {
                assertThat(reply).as(row).startsWith(expected.substring(0, expected.length() - 1));
            } else {
                assertThat(reply).as(row).isEqualTo(expected.endsWith("\n") ? expected : expected + "\r\n");
            }
        }
    }

    private static String unescaped(String text) {
        return text.replace("\\r", "\r")
                .replace("\\n", "\n")
                .replace("\\0", "\0")
                .replace("\\xff", "\u00ff")
                .replace("·", " ");
    }

    @Test
    void genericCommands() {
        assertReplies(door.connect(), """
                PING           => +PONG
                ping           => +PONG
                PING hello     => $5\\r\\nhello
                FOO            => -ERR unknown command 'FOO', with args beginning with: …
                foo bar        => -ERR unknown command 'foo', with args beginning with: 'bar'…
                ECHO x         => $1\\r\\nx
                COMMAND        => *…
                COMMAND DOCS   => *…
                SELECT 0       => +OK
                AUTH x         => -ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?
                INFO           => $…
                HELLO 3        => %7…
                HELLO 2        => *14…
                GET a          => -ERR unknown command 'GET', with args beginning with: 'a'…
                ''             => -ERR unknown command '', with args beginning with: …
                """);
    }

    @Test
    void inlineCommandsAndPipelines() {
        RespClient client = door.connect();
        client.send("PING\r\nFOOBAR x\r\n");
        assertThat(client.reply()).isEqualTo("+PONG\r\n");
        assertThat(client.reply()).startsWith("-ERR unknown command 'FOOBAR'");
        client.send("PING\r\nPING\r\nFOO\r\nPING\r\n");
        assertThat(client.reply()).isEqualTo("+PONG\r\n");
        assertThat(client.reply()).isEqualTo("+PONG\r\n");
        assertThat(client.reply()).startsWith("-ERR unknown command 'FOO'");
        assertThat(client.reply()).isEqualTo("+PONG\r\n");
        client.send("*0\r\n*-1\r\n\r\n\nPING\n")
                .send(RespClient.request("PING"))
                .send("PING\r\n");
        for (int i = 0; i < 3; i++) {
            assertThat(client.reply()).isEqualTo("+PONG\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*1\r\nPING\r\n",
                "*x\r\n",
                "*1\r\n$-5\r\n",
                "*1\r\n$99999999\r\n",
                "*3\r\n$6\r\nRPUSHX\r\n$8\r\ntopics:t\r\n$-1\r\n"
            })
    void aMalformedRequestIsToldAndEndsItsConnectionOnly(String bytes) {
        RespClient other = door.connect();
        RespClient client = door.connect().send(bytes);
        assertThat(client.reply()).startsWith("-ERR Protocol error: ");
        assertThat(client.isClosedByServer()).isTrue();
        assertThat(other.call("PING")).isEqualTo("+PONG\r\n");
    }

    @Test
    void quitEndsTheConnectionAndWhatFollowsIsNotExecuted() {
        RespClient client = door.connect().send("QUIT\r\nPING\r\n");
        assertThat(client.reply()).isEqualTo(OK);
        assertThat(client.isClosedByServer()).isTrue();
    }

    @Test
    void manyArgumentsAreNoError() {
        String[] arguments = new String[21];
        java.util.Arrays.fill(arguments, "FOO");
        assertThat(door.connect().call(arguments)).startsWith("-ERR unknown command 'FOO'");
    }

    @Test
    void clientNames() {
        RespClient client = door.connect();
        assertReplies(client, """
                CLIENT GETNAME            => $15\\r\\n<address>
                CLIENT SETNAME nocolon    => +OK
                CLIENT SETNAME            => -ERR wrong number of arguments for 'client|setname' command
                CLIENT SETNAME g4ad1:n1   => +OK
                CLIENT GETNAME            => $8\\r\\ng4ad1:n1
                CLIENT SETNAME g4ad1:n2   => -CONS Client ID is already set to g4ad1:n1
                CLIENT SETNAME g4ad1:n1   => -CONS id g4ad1:n1 is already taken
                CLIENT                    => -ERR wrong number of arguments for 'client' command
                CLIENT LIST               => $…
                CLIENT ID                 => :…
                """.replace("$15", "$" + client.address().length()));
        assertReplies(door.connect(), "CLIENT SETNAME g4ad1:n1 => -CONS id g4ad1:n1 is already taken");
        assertReplies(door.connect(), "CLIENT SETNAME :n => +OK");
        assertReplies(door.connect(), "CLIENT SETNAME g: => +OK");
        assertReplies(door.connect(), "CLIENT SETNAME a:b:c4ad1 => +OK");
        assertReplies(door.connect(), "CLIENT setname x4ad1:y => +OK");
    }

    @Test
    void producing() {
        assertReplies(door.connect(), """
                DUMP 100                       => :0
                DUMP                           => :0
                DUMP x                         => :0
                RPUSHX                         => -PROD RPUSHX accepts 2 arguments, got 0
                RPUSHX topics:probe4ad1        => -PROD RPUSHX accepts 2 arguments, got 1
                RPUSHX topics:probe4ad1 a b    => -PROD RPUSHX accepts 2 arguments, got 3
                RPUSHX probe4ad1 m             => -PROD First argument must be in the form of 'topics:<topic>' or 'topics:<topic>:<key>'
                RPUSHX topics:probe4ad1:k:x m  => :1
                RPUSHX topics:probe4ad1 m0     => :1
                RPUSHX topics:probe4ad1:key m1 => :1
                RPUSHX whatever:probe4ad1 m2   => :1
                RPUSHX topics:probe4ad1: m3    => :1
                RPUSHX topics:probe4ad1 ''     => :1
                RPUSHX topics:probe4ad1 \\0\\r\\n\\xff => :1
                DUMP 5000                      => :0
                DUMP x                         => -PROD NaN
                DUMP                           => -PROD DUMP accepts 1 argument, got 0
                DUMP 1 2                       => -PROD DUMP accepts 1 argument, got 2
                DUMP 0                         => :0
                DUMP -5                        => :0
                RPUSHX topics: m               => -PROD The topic name '' is empty…
                RPUSHX topics:bad·topic! m     => -PROD The topic name 'bad topic!' has the character U+0020…
                DUMP 2000                      => :0
                RPUSHX topics:nosuch4ad1 a     => :1
                DUMP 1000                      => :0
                """);
    }

    @Test
    void consumingBeforeThereIsAConsumer() {
        assertReplies(door.connect(), """
                BLPOP topics:probe4ad1 1  => -CONS Connection not ready. Identify yourself using `CLIENT SETNAME` first
                RPUSH acks probe4ad1:0:0  => -CONS No consumer registered for Client <address>
                """);
        assertReplies(door.connect(), """
                CLIENT SETNAME h4ad1:c1   => +OK
                BLPOP probe4ad1 1         => -CONS Cannot parse topics from `probe4ad1`
                BLPOP topic:probe4ad1 1   => -CONS Cannot parse topics from `topic:probe4ad1`
                BLPOP                     => -CONS Cannot parse topics from ``
                BLPOP topics: 1           => -CONS Cannot parse topics from `topics:`
                RPUSH acks probe4ad1:0:0  => -CONS No consumer registered for Client h4ad1:c1
                RPUSH ack probe4ad1:0:0   => -CONS You can only RPUSH to the 'acks' key
                RPUSH                     => -CONS You can only RPUSH to the 'acks' key
                RPUSH acks                => -CONS Cannot parse ack: ''
                BLPOP topics:probe4ad1:{bad·json 1 => -CONS Error parsing configuration from '{bad json'; …
                BLPOP topics:probe4ad1:[1] 1 => -CONS Error parsing configuration from '[1]'; …
                BLPOP topics:probe4ad1:{"foo":"bar"} 1 => -CONS Failed to register Consumer 'h4ad1:c1|probe4ad1' for Client 'h4ad1:c1'…
                BLPOP topics:probe4ad1:{"session.timeout.ms":true} 1 => -CONS Failed to register Consumer 'h4ad1:c1|probe4ad1' for Client 'h4ad1:c1'…
                BLPOP topics:probe4ad1:{"auto.offset.reset":"malformed"} 1 => -CONS Failed to register Consumer 'h4ad1:c1|probe4ad1' for Client 'h4ad1:c1'…
                BLPOP topics:probe4ad1:{"a":{"b":1}} 1 => -CONS Failed to register Consumer 'h4ad1:c1|probe4ad1' for Client 'h4ad1:c1'…
                """);
        assertReplies(door.connect(), """
                CLIENT SETNAME :empty   => +OK
                BLPOP topics:probe4ad1 1 => -CONS Failed to register Consumer ':empty|probe4ad1' for Client ':empty'…
                """);
    }

    @Test
    void consuming() {
        RespClient producer = door.connect();
        String[] values = {"m0", "m1", "m2", "m3", "", "\0\r\n\u00ff"};
        for (String value : values) {
            assertThat(producer.call("RPUSHX", "topics:probe4ad1", value)).isEqualTo(ONE);
        }
        RespClient client = door.member("h4ad1:c1");
        for (int i = 0; i < values.length; i++) {
            String key = i == 0
                    ? "topics:probe4ad1:{\"session.timeout.ms\":12345,\"log.connection.close\":false}"
                    : "topics:probe4ad1";
            assertThat(client.call("BLPOP", key, "5")).isEqualTo(message("probe4ad1", 0, i, values[i]));
        }
        assertReplies(client, """
                BLPOP topics:probe4ad1 0.01 => *-1
                BLPOP topics:probe4ad1 10ms => *-1
                BLPOP topics:probe4ad1 abc  => -ERR timeout is not a float or out of range
                BLPOP topics:probe4ad1 -1   => -ERR timeout is negative
                BLPOP topics:empty4ad1 1    => -CONS Client 'h4ad1:c1' has Consumer 'h4ad1:c1|probe4ad1' registered (new consID: 'h4ad1:c1|empty4ad1')
                BLPOP topics:probe4ad1,empty4ad1 1 => -CONS Client 'h4ad1:c1' has Consumer 'h4ad1:c1|probe4ad1' registered (new consID: 'h4ad1:c1|probe4ad1,empty4ad1')
                BLPOP topics:probe4ad1:{"auto.offset.reset":"malformed"} 0.01 => *-1
                RPUSH acks probe4ad1:0:0    => :1
                RPUSH acks x                => -CONS Cannot parse ack: 'x'
                RPUSH acks x:0              => -CONS Cannot parse ack: 'x:0'
                RPUSH acks probe4ad1:0      => -CONS Cannot parse ack: 'probe4ad1:0'
                RPUSH acks probe4ad1:a:0    => -CONS partition is 'a'; accepted is a number…
                RPUSH acks probe4ad1:0:a    => -CONS offset is 'a'; accepted is a number…
                RPUSH acks probe4ad1:0:-5   => -CONS offset cannot be negative, got -5
                RPUSH acks probe4ad1:0:-1   => -CONS offset cannot be negative, got -1
                RPUSH acks probe4ad1:0:0x2  => :1
                RPUSH acks probe4ad1:99:0   => -CONS The partition probe4ad1-99 is not assigned…
                RPUSH acks nosuch4ad1:0:0   => -CONS The partition nosuch4ad1-0 is not assigned…
                RPUSH acks probe4ad1:0:99999 => :1
                RPUSH acks probe4ad1:99999999999:0 => -CONS partition cannot be greater than 2147483647, got 99999999999
                RPUSH acks ::               => -CONS partition is ''; accepted is a number…
                RPUSH acks probe4ad1:0:1:2  => -CONS offset is '1:2'; accepted is a number…
                RPUSH acks probe4ad1:0:6    => :1
                RPUSH ACKS probe4ad1:0:6    => :1
                RPUSH acks probe4ad1:0:0 probe4ad1:0:1 => :2
                RPUSHX topics:probe4ad1 from·consumer => :1
                """);
    }

    @Test
    void topicsThatDoNotExistAreWaitedForLikeMessages() {
        RespClient client = door.member("g:n");
        assertReplies(client, """
                BLPOP topics:nosuch4ad1 0.01 => *-1
                BLPOP topics:nosuch4ad1 0.01 => *-1
                """);
        door.connect().call("RPUSHX", "topics:nosuch4ad1", "m");
        assertThat(client.call("BLPOP", "topics:nosuch4ad1", "30")).isEqualTo(message("nosuch4ad1", 0, 0, "m"));
    }

    @Test
    void severalTopicsInEitherForm() {
        door.connect().call("RPUSHX", "topics:probe4ad1", "m0");
        RespClient commas = door.member("g1:n");
        assertThat(commas.call("BLPOP", "topics:empty4ad1,probe4ad1", "5")).isEqualTo(message("probe4ad1", 0, 0, "m0"));
        RespClient keys = door.member("g2:n");
        assertThat(keys.call("BLPOP", "topics:empty4ad1", "topics:probe4ad1", "5"))
                .isEqualTo(message("probe4ad1", 0, 0, "m0"));
    }

    @Test
    void counters() {
        RespClient client = door.connect();
        client.call("RPUSHX", "topics:!", "refused");
        String names =
                "*28\\r\\n$27\\r\\nproducer.unflushed.messages\\r\\n$1\\r\\n0\\r\\n$24\\r\\nproducer.delivery.errors\\r\\n$1\\r\\n";
        assertReplies(client, """
                HGETALL stats  => %1$s1\\r\\n$23\\r\\nproducer.unknown.events\\r\\n$1\\r\\n0\\r\\n…
                HGETALL STATS  => %1$s1\\r\\n$23\\r\\nproducer.unknown.events\\r\\n$1\\r\\n0\\r\\n…
                HGETALL foo    => -ERR Expected key to be 'stats', got FOO
                HGETALL        => -ERR Expected key to be 'stats', got…
                DEL foo        => -ERR Expected key to be 'stats', got FOO
                DEL            => -ERR Expected key to be 'stats', got…
                DEL stats      => :1
                HGETALL stats  => %1$s0\\r\\n$23\\r\\nproducer.unknown.events\\r\\n$1\\r\\n0\\r\\n…
                """.formatted(names));
    }

    @Test
    void keys() {
        RespClient client = door.connect();
        assertThat(client.call("KEYS", "topics:")).isEqualTo("*0\r\n");
        client.call("RPUSHX", "topics:b", "1");
        client.call("RPUSHX", "topics:a", "1");
        client.call("RPUSHX", "topics:__consumer_offsets", "1");
        assertReplies(client, """
                KEYS topics:   => *2\\r\\n$8\\r\\ntopics:a\\r\\n$8\\r\\ntopics:b
                KEYS *         => -ERR Expected argument to be 'topics:', got *
                KEYS           => -ERR Expected argument to be 'topics:', got…
                KEYS TOPICS:   => -ERR Expected argument to be 'topics:', got TOPICS:
                KEYS topics:*  => -ERR Expected argument to be 'topics:', got topics:*
                """);
    }

    @Test
    void whatKilledRafkaDisturbsNobody() {
        RespClient other = door.connect();
        RespClient forever = door.member("e1:n").send(RespClient.request("BLPOP", "topics:q", "0"));
        RespClient overflow = door.member("e2:n").send(RespClient.request("BLPOP", "topics:q", "9223372036"));
        RespClient bar = door.member("a|b:c").send(RespClient.request("BLPOP", "topics:q", "30"));
        RespClient late = door.member("a:b|c").send(RespClient.request("BLPOP", "topics:q", "30"));
        RespClient monitor = door.connect();
        assertThat(monitor.call("MONITOR")).isEqualTo(OK);
        monitor.send("CLIENT SETNAME mon:n\r\nQUIT\r\n");
        assertThat(unmonitored(monitor)).isEqualTo(OK);
        assertThat(other.call("PING")).isEqualTo("+PONG\r\n");
        assertThat(other.call("RPUSHX", "topics:q", "m")).isEqualTo(ONE);
        for (RespClient waiting : new RespClient[] {forever, overflow, bar}) {
            assertThat(waiting.reply()).isEqualTo(message("q", 0, 0, "m"));
        }
        assertThat(late.reply()).isEqualTo(message("q", 0, 0, "m"));
    }

    /** The next reply that is not a line about what others do, which may come at any time. */
    private static String unmonitored(RespClient monitor) {
        String reply = monitor.reply();
        while (reply.matches("(?s)\\+\\d+\\.\\d+ .*")) {
            reply = monitor.reply();
        }
        return reply;
    }
}
