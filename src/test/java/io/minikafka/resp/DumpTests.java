package io.minikafka.resp;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.broker.BrokerException;
import io.minikafka.broker.BrokerException.Code;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code DUMP}: waits, but not for longer than it is told to, and tells the truth. */
class DumpTests extends HeldFixture {
    @Test
    void itWaitsUntilAllIsStoredAndSoDoesWhatFollowsOnItsConnection() {
        RespClient client = door.connect();
        assertThat(client.call("CLIENT", "SETNAME", "producer")).isEqualTo(OK);
        HeldBroker.Held first = accepted(client, "1");
        HeldBroker.Held second = accepted(client, "2");
        client.send("DUMP 3600000\r\nECHO after\r\n");
        awaitCommand("producer", "dump");
        second.store();
        assertThat(door.connect().call("PING")).isEqualTo("+PONG\r\n");
        first.store();
        assertThat(client.reply()).isEqualTo(":0\r\n");
        assertThat(client.reply()).isEqualTo(bulk("after"));
    }

    @Test
    void itGivesUpInTimeAndTellsHowManyAreOutstanding() {
        RespClient client = door.connect();
        HeldBroker.Held first = accepted(client, "1");
        HeldBroker.Held second = accepted(client, "2");
        assertThat(client.call("DUMP", "1")).isEqualTo(":2\r\n");
        first.store();
        assertThat(client.call("DUMP", "1")).isEqualTo(ONE);
        second.store();
        assertThat(client.call("DUMP", "1")).isEqualTo(":0\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-5", "-9223372036854775808"})
    void itDoesNotWaitWithoutAPositiveTimeout(String timeout) {
        RespClient client = door.connect();
        accepted(client, "1");
        assertThat(client.call("DUMP", timeout)).isEqualTo(ONE);
    }

    @Test
    void itMayWaitForever() {
        RespClient client = door.connect();
        assertThat(client.call("CLIENT", "SETNAME", "producer")).isEqualTo(OK);
        HeldBroker.Held held = accepted(client, "1");
        client.send("DUMP " + Long.MAX_VALUE + "\r\n");
        awaitCommand("producer", "dump");
        held.store();
        assertThat(client.reply()).isEqualTo(":0\r\n");
    }

    @Test
    void itTellsWhatFailsWhileItWaits() {
        RespClient client = door.connect();
        assertThat(client.call("CLIENT", "SETNAME", "producer")).isEqualTo(OK);
        HeldBroker.Held first = accepted(client, "1");
        HeldBroker.Held second = accepted(client, "2");
        client.send("DUMP 3600000\r\n");
        awaitCommand("producer", "dump");
        first.fail(AWAY);
        second.store();
        assertThat(client.reply()).isEqualTo(lost("1 message to 't'"));
        assertThat(client.call("DUMP", "0")).isEqualTo(":0\r\n");
    }

    @Test
    void whoWaitsInItIsNotIdle() {
        settings.idleTimeout = Duration.ofSeconds(1);
        restart();
        // At once, so that it is not idle before it waits.
        RespClient client = door.connect().send("RPUSHX topics:t 1\r\nDUMP 3600000\r\n");
        HeldBroker.Held held = broker.next().accept();
        assertThat(client.reply()).isEqualTo(ONE);
        assertThat(door.connect().isClosedByServer()).isTrue();
        held.store();
        assertThat(client.reply()).isEqualTo(":0\r\n");
    }

    @Test
    void aConnectionMayCloseInTheMiddleOfIt() {
        RespClient client = door.member("g:n");
        assertThat(client.call("BLPOP", "topics:in", "0.001")).isEqualTo(NOTHING);
        HeldBroker.Held held = accepted(client, "1");
        broker.flushed = new CompletableFuture<>();
        client.send("DUMP 3600000\r\n");
        awaitCommand("g:n", "dump");
        client.close();
        awaitConnections(0);
        held.store();
        broker.flushed.complete(null);
        assertThat(counter("producer.messages")).isEqualTo(1);
        assertThat(door.member("g:n").call("DUMP", "1")).isEqualTo(":0\r\n");
    }

    private RespClient consumer() {
        RespClient client = door.member("g:n");
        assertThat(client.call("BLPOP", "topics:in", "0.001")).isEqualTo(NOTHING);
        broker.flushed = new CompletableFuture<>();
        return client;
    }

    @Test
    void ofAConsumerItWaitsForTheCommits() {
        RespClient client = consumer();
        client.send("DUMP 3600000\r\nECHO after\r\n");
        awaitCommand("g:n", "dump");
        assertThat(door.connect().call("PING")).isEqualTo("+PONG\r\n");
        broker.flushed.complete(null);
        assertThat(client.reply()).isEqualTo(":0\r\n");
        assertThat(client.reply()).isEqualTo(bulk("after"));
    }

    @Test
    void ofAConsumerItWaitsForMessagesAndCommitsInEitherOrder() {
        RespClient client = consumer();
        HeldBroker.Held held = accepted(client, "1");
        client.send("DUMP 3600000\r\n");
        awaitCommand("g:n", "dump");
        broker.flushed.complete(null);
        held.store();
        assertThat(client.reply()).isEqualTo(":0\r\n");
    }

    @Test
    void ofAConsumerItTellsThatCommitsAreMissing() {
        RespClient client = consumer();
        assertThat(client.call("DUMP", "1")).isEqualTo(error("CONS Not all acknowledgements are committed after 1 ms"));
        HeldBroker.Held held = accepted(client, "1");
        assertThat(client.call("DUMP", "1")).isEqualTo(ONE);
        held.store();
        assertThat(client.call("DUMP", "0")).isEqualTo(":0\r\n");
        broker.flushed.complete(null);
        assertThat(client.call("DUMP", "1")).isEqualTo(":0\r\n");
    }

    @Test
    void ofAConsumerItTellsThatCommitsFailed() {
        RespClient client = consumer();
        broker.flushed = CompletableFuture.failedFuture(AWAY);
        assertThat(client.call("DUMP", "1")).isEqualTo(error("CONS Server shutdown"));
        broker.flushed = CompletableFuture.failedFuture(new BrokerException(Code.PERMISSION_DENIED, "Not this group"));
        assertThat(client.call("DUMP", "1")).isEqualTo(error("NOPERM Not this group"));
        assertThat(client.call("DUMP", "x")).isEqualTo(error("PROD NaN"));
    }
}
