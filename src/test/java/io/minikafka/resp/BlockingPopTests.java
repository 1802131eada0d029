package io.minikafka.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

/** A command that waits, and what goes on around it. */
class BlockingPopTests extends GroupFixture {
    @Test
    void itHoldsTheLaterCommandsOfItsOwnConnectionOnly() {
        RespClient member = door.member("g:n").send("BLPOP topics:t 0\r\nPING\r\nECHO later\r\n");
        RespClient other = door.connect();
        assertThat(other.call("PING")).isEqualTo("+PONG\r\n");
        assertThat(other.call("RPUSHX", "topics:t", "m")).isEqualTo(ONE);
        assertThat(member.reply()).isEqualTo(message("t", 0, 0, "m"));
        assertThat(member.reply()).isEqualTo("+PONG\r\n");
        assertThat(member.reply()).isEqualTo(bulk("later"));
    }

    @Test
    void whatIsPipelinedBehindItIsBoundedAndAllExecuted() {
        int pings = 100_000;
        RespClient member = door.member("g:n").send("BLPOP topics:t 0\r\n");
        Thread sender = new Thread(() -> member.send("PING\r\n".repeat(pings)));
        sender.start();
        RespClient other = door.connect();
        assertThat(other.call("RPUSHX", "topics:t", "m")).isEqualTo(ONE);
        assertThat(member.reply()).isEqualTo(message("t", 0, 0, "m"));
        for (int i = 0; i < pings; i++) {
            assertThat(member.reply()).isEqualTo("+PONG\r\n");
        }
    }

    @Test
    void aConnectionThatGoesAwayInTheMiddleFreesItsNameAndPartitionsAtOnce() {
        RespClient first = door.member("g:n").send("BLPOP topics:t 0\r\nPING\r\n");
        awaitMembers(1);
        first.close();
        await().untilAsserted(() -> {
            RespClient again = door.connect();
            assertThat(again.call("CLIENT", "SETNAME", "g:n")).isEqualTo(OK);
            again.close();
        });
        awaitMembers(0);
        RespClient second = door.member("g:m");
        second.send("BLPOP topics:t 0\r\n");
        door.connect().call("RPUSHX", "topics:t", "m");
        assertThat(second.reply()).isEqualTo(message("t", 0, 0, "m"));
    }

    @Test
    void resetLeavesTheGroup() {
        RespClient client = door.member("g:n");
        assertThat(client.call("BLPOP", "topics:t", "0.01")).isEqualTo(NOTHING);
        assertThat(client.call("RESET")).isEqualTo("+RESET\r\n");
        awaitMembers(0);
        assertThat(client.call("BLPOP", "topics:t", "0.01")).startsWith("-CONS Connection not ready");
        assertThat(client.call("CLIENT", "SETNAME", "g:n")).isEqualTo(OK);
        assertThat(client.call("BLPOP", "topics:t", "0.01")).isEqualTo(NOTHING);
    }

    @Test
    void aServerThatDrainsEndsTheWait() {
        RespClient member = door.member("g:n").send("BLPOP topics:t 0\r\n");
        awaitMembers(1);
        door.broker.drain();
        assertThat(member.reply()).isEqualTo(error("CONS Server shutdown"));
        assertThat(member.call("BLPOP", "topics:t", "0")).isEqualTo(error("CONS Server shutdown"));
        assertThat(door.member("g:m").call("BLPOP", "topics:t", "0")).isEqualTo(error("CONS Server shutdown"));
    }

    @Test
    void inVersion3NothingIsNull() {
        RespClient client = door.connect();
        assertThat(client.call("HELLO", "3", "SETNAME", "g:n")).startsWith("%7\r\n");
        assertThat(client.call("BLPOP", "topics:t", "0.01")).isEqualTo("_\r\n");
    }
}
