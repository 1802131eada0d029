package io.minikafka.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

class MonitorTests extends RespFixture {
    private static final String TIME = "\\+\\d+\\.\\d{6} ";

    private static String quoted(String text) {
        return java.util.regex.Pattern.quote(text);
    }

    private static void assertLine(RespClient monitor, String rest) {
        assertThat(monitor.reply()).matches(TIME + quoted(rest) + "\r\n");
    }

    @Test
    void itShowsEveryCommandOfEveryConnection() {
        RespClient monitor = door.connect();
        assertThat(monitor.call("MONITOR", "x"))
                .isEqualTo(error("ERR command 'monitor' does not accept any extra arguments"));
        assertThat(monitor.call("MONITOR")).isEqualTo(OK);
        assertLine(monitor, "[0 " + monitor.address() + "] \"MONITOR\"");
        RespClient other = door.connect();
        other.call("CLIENT", "SETNAME", "mon4ad1:other");
        other.call("RPUSHX", "topics:t", "a \"quoted\" \\ \r\n\t\0\u00ff");
        assertLine(monitor, "[0 mon4ad1:other] \"CLIENT\" \"SETNAME\" \"mon4ad1:other\"");
        assertLine(monitor, "[0 mon4ad1:other] \"RPUSHX\" \"topics:t\" \"a \\\"quoted\\\" \\\\ \\r\\n\\t\\x00\\xff\"");
        assertThat(monitor.call("PING")).isEqualTo("+PONG\r\n");
        assertLine(monitor, "[0 " + monitor.address() + "] \"PING\"");
        assertThat(monitor.call("QUIT")).isEqualTo(OK);
        assertThat(monitor.isClosedByServer()).isTrue();
        assertThat(other.call("PING")).isEqualTo("+PONG\r\n");
    }

    @Test
    void credentialsAreNeverShown() {
        RespClient monitor = door.connect();
        monitor.call("MONITOR");
        monitor.reply();
        RespClient other = door.connect();
        String me = "[0 " + other.address() + "] ";
        other.call("AUTH", "secret1");
        other.call("AUTH", "default", "secret2");
        other.call("HELLO", "3", "AUTH", "default", "secret3");
        other.call("HELLO", "2", "AUHT", "default", "secret4");
        other.call("PING");
        assertLine(monitor, me + "\"HELLO\" \"3\" (redacted) (redacted) (redacted)");
        assertLine(monitor, me + "\"HELLO\" \"2\" (redacted) (redacted) (redacted)");
        assertLine(monitor, me + "\"PING\"");
    }

    @Test
    void longArgumentsAndManyOfThemAreShortened() {
        RespClient monitor = door.connect();
        monitor.call("MONITOR");
        monitor.reply();
        RespClient other = door.connect();
        other.call("RPUSHX", "topics:t", "x".repeat(100_000));
        assertThat(monitor.reply()).hasSizeLessThan(1_300).contains("(100000 bytes)");
        String[] many = new String[100];
        java.util.Arrays.fill(many, "EXISTS");
        other.call(many);
        assertThat(monitor.reply()).contains("(68 more)");
    }

    @Test
    void aWatcherThatDoesNotReadLosesLinesAndSlowsNobody() {
        RespClient monitor = door.connect();
        assertThat(monitor.call("MONITOR")).isEqualTo(OK);
        RespClient other = door.connect();
        awaitLostLines(other, 0);

        // Losing is no moment but a state, in which all that others do goes on.
        RespClient member = door.member("g:n").send("BLPOP topics:t 0\r\n");
        assertThat(door.connect().call("RPUSHX", "topics:t", "m")).isEqualTo(ONE);
        assertThat(member.reply()).isEqualTo(message("t", 0, 0, "m"));
        assertThat(member.call("RPUSH", "acks", "t:0:0")).isEqualTo(ONE);
        awaitLostLines(other, counter("monitor.lines.lost"));
    }

    @Test
    void aWatcherThatReadsAgainSeesWhatComesFromThenOn() {
        RespClient monitor = door.connect();
        assertThat(monitor.call("MONITOR")).isEqualTo(OK);
        RespClient other = door.connect();
        awaitLostLines(other, 0);
        Thread reader = new Thread(() -> {
            while (!monitor.reply().contains("the last")) {
                // Reads what is left of the flood.
            }
        });
        reader.start();
        // A line that comes while there is no room yet is lost, too.
        await().until(() -> {
            other.call("ECHO", "the last");
            return !reader.isAlive();
        });
    }

    /** Gives the watcher more to see than it takes, until it has lost more lines than that. */
    private void awaitLostLines(RespClient other, long than) {
        String line = "x".repeat(1_000);
        for (int round = 0; counter("monitor.lines.lost") <= than; round++) {
            assertThat(round).as("rounds until lines are lost").isLessThan(1_000);
            other.send(RespClient.request("ECHO", line).repeat(100));
            for (int i = 0; i < 100; i++) {
                assertThat(other.reply()).isEqualTo(bulk(line));
            }
        }
    }
}
