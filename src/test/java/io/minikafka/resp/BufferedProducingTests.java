package io.minikafka.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.broker.BrokerException;
import io.minikafka.broker.BrokerException.Code;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Messages that are accepted first and stored, or not, later. */
class BufferedProducingTests extends HeldFixture {
    @Test
    void theAnswerComesWithTheAcceptance() {
        RespClient client = door.connect();
        HeldBroker.Held held = accepted(client, "m");
        assertThat(client.call("DUMP", "0")).isEqualTo(ONE);
        assertThat(counter("producer.outstanding.messages")).isEqualTo(1);
        assertThat(counter("producer.messages")).isZero();

        held.store();
        assertThat(client.call("DUMP", "0")).isEqualTo(":0\r\n");
        assertThat(counter("producer.outstanding.messages")).isZero();
        assertThat(counter("producer.messages")).isEqualTo(1);
    }

    @Test
    void theAnswerComesWithTheAcceptanceThoughProducingHasNotReturned() {
        broker.acceptsAtOnce = true;
        RespClient client = door.connect();
        client.send(RespClient.request("RPUSHX", "topics:t", "a") + RespClient.request("RPUSHX", "topics:u", "b"));
        assertThat(client.reply() + client.reply()).isEqualTo(ONE + ONE);
        assertThat(client.call("DUMP", "0")).isEqualTo(":2\r\n");
        broker.next().store();
        broker.next().store();
        assertThat(client.call("DUMP", "0")).isEqualTo(":0\r\n");
    }

    @Test
    void whoeverStoresAtOnceNeedNotAccept() {
        RespClient client = door.connect().send("RPUSHX topics:t m\r\n");
        broker.next().store();
        assertThat(client.reply()).isEqualTo(ONE);
        assertThat(client.call("DUMP", "0")).isEqualTo(":0\r\n");
        assertThat(counter("producer.messages")).isEqualTo(1);
    }

    @Test
    void whatIsRefusedBeforeItIsAcceptedIsItsOwnCommandsAnswer() {
        RespClient client = door.connect().send("RPUSHX topics:t m\r\n");
        broker.next().fail(AWAY);
        assertThat(client.reply()).isEqualTo(error("PROD The cluster is away"));
        client.send("RPUSHX topics:t m\r\n");
        broker.next().fail(new BrokerException(Code.PERMISSION_DENIED, "Not this topic"));
        assertThat(client.reply()).isEqualTo(error("NOPERM Not this topic"));
        assertThat(client.call("DUMP", "0")).isEqualTo(":0\r\n");
        assertThat(counter("producer.delivery.errors")).isEqualTo(2);
        assertThat(counter("producer.unflushed.messages")).isZero();
    }

    @Test
    void theAnswerMayWaitForTheStorage() {
        settings.acknowledge = Acknowledge.STORED;
        restart();
        RespClient client = door.connect().send("RPUSHX topics:t m\r\nRPUSHX topics:u m\r\n");
        HeldBroker.Held first = broker.next().accept();
        HeldBroker.Held second = broker.next().accept();
        first.fail(AWAY);
        second.store();
        assertThat(client.reply() + client.reply()).isEqualTo(error("PROD The cluster is away") + ONE);
        assertThat(client.call("DUMP", "0")).isEqualTo(":0\r\n");
    }

    @Test
    void answersKeepTheirOrderWhateverIsAcceptedFirst() {
        RespClient client = door.connect()
                .send("RPUSHX topics:t 1\r\nRPUSHX topics:u 2\r\nRPUSHX topics:t 3\r\nDUMP 0\r\nECHO end\r\n");
        HeldBroker.Held one = broker.next();
        HeldBroker.Held two = broker.next();
        HeldBroker.Held three = broker.next();
        three.accept().store();
        two.fail(AWAY);
        one.accept();
        assertThat(client.reply()).isEqualTo(ONE);
        assertThat(client.reply()).isEqualTo(error("PROD The cluster is away"));
        assertThat(client.reply()).isEqualTo(ONE);
        assertThat(client.reply()).isEqualTo(ONE);
        assertThat(client.reply()).isEqualTo(bulk("end"));
        one.store();
    }

    @Test
    void aConnectionWithTooManyBytesOutstandingProducesNoMoreButDoesEverythingElse() {
        broker.acceptsAtOnce = true;
        RespClient client = door.connect();
        String quarter = "x".repeat((int) (Deliveries.MOST_BYTES / 4));
        for (int i = 0; i < 4; i++) {
            assertThat(client.call("RPUSHX", "topics:t", quarter)).isEqualTo(ONE);
        }
        HeldBroker.Held first = broker.next();
        for (int i = 1; i < 4; i++) {
            broker.next();
        }

        client.send("DUMP 1\r\nPING\r\nRPUSHX topics:t beyond\r\nPING\r\n");
        assertThat(client.reply()).isEqualTo(":4\r\n");
        assertThat(client.reply()).isEqualTo("+PONG\r\n");
        assertThat(broker.isEmpty()).isTrue();
        // Others are served meanwhile.
        assertThat(door.connect().call("RPUSHX", "topics:t", "other")).isEqualTo(ONE);
        assertThat(broker.next().text()).isEqualTo("other");
        assertThat(broker.isEmpty()).isTrue();

        first.store();
        assertThat(broker.next().text()).isEqualTo("beyond");
        assertThat(client.reply()).isEqualTo(ONE);
        assertThat(client.reply()).isEqualTo("+PONG\r\n");
    }

    @Test
    void aConnectionThatPausesIsNotIdle() {
        settings.idleTimeout = Duration.ofSeconds(1);
        restart();
        String large = RespClient.request("RPUSHX", "topics:t", "x".repeat((int) Deliveries.MOST_BYTES));
        // Waits for its first answer, so that it is not idle while a busy machine takes its time for the large message.
        RespClient client = door.connect().send("RPUSHX topics:t first\r\n");
        HeldBroker.Held first = broker.next();
        client.send(large + "PING\r\nRPUSHX topics:t beyond\r\n");
        HeldBroker.Held most = broker.next().accept();
        first.accept().store();
        assertThat(door.connect().isClosedByServer()).isTrue();
        assertThat(broker.isEmpty()).isTrue();
        most.store();
        assertThat(broker.next().accept().text()).isEqualTo("beyond");
        assertThat(client.reply() + client.reply() + client.reply() + client.reply())
                .isEqualTo(ONE + ONE + "+PONG\r\n" + ONE);
    }

    @Test
    void aConnectionThatPausedLearnsWhyWhenTheOutstandingFail() {
        broker.acceptsAtOnce = true;
        RespClient client = door.connect();
        assertThat(client.call("RPUSHX", "topics:t", "x".repeat((int) Deliveries.MOST_BYTES - 1)))
                .isEqualTo(ONE);
        assertThat(client.call("RPUSHX", "topics:t", "1")).isEqualTo(ONE);
        client.send("RPUSHX topics:t lost\r\nRPUSHX topics:t 3\r\n");
        broker.next().fail(AWAY);
        assertThat(client.reply()).isEqualTo(lost("1 message to 't'"));
        assertThat(client.reply()).isEqualTo(ONE);
        assertThat(broker.next().text()).isEqualTo("1");
        assertThat(broker.next().text()).isEqualTo("3");
    }

    @Test
    void aConnectionThatPausedAndGoesAwayLeavesNothingBehind() {
        broker.acceptsAtOnce = true;
        RespClient client = door.connect();
        assertThat(client.call("RPUSHX", "topics:t", "x".repeat((int) Deliveries.MOST_BYTES)))
                .isEqualTo(ONE);
        client.send("PING\r\nRPUSHX topics:t never\r\n");
        assertThat(client.reply()).isEqualTo("+PONG\r\n");
        client.close();
        awaitConnections(0);
        broker.next().store();
        assertThat(door.connect().call("RPUSHX", "topics:t", "other")).isEqualTo(ONE);
        assertThat(broker.next().text()).isEqualTo("other");
    }

    @Test
    void whatIsOutstandingWhenItsConnectionClosesIsCountedWhereItEnds() {
        RespClient client = door.connect();
        HeldBroker.Held stored = accepted(client, "1");
        HeldBroker.Held failed = accepted(client, "2");
        client.send("RPUSHX topics:t 3\r\nRPUSHX topics:u 4\r\n");
        HeldBroker.Held unanswered = broker.next();
        HeldBroker.Held refused = broker.next();
        client.close();
        awaitConnections(0);
        assertThat(counter("producer.outstanding.messages")).isEqualTo(2);
        assertThat(counter("producer.unflushed.messages")).isZero();

        stored.store();
        unanswered.accept().store();
        assertThat(counter("producer.messages")).isEqualTo(2);
        assertThat(counter("producer.unflushed.messages")).isZero();

        failed.fail(AWAY);
        refused.fail(AWAY);
        assertThat(counter("producer.delivery.errors")).isEqualTo(2);
        assertThat(counter("producer.unflushed.messages")).isEqualTo(2);
        assertThat(counter("producer.outstanding.messages")).isZero();
    }

    @Test
    void whatFailedAndWasNeverToldIsUnflushedWhenItsConnectionCloses() {
        RespClient client = door.connect();
        HeldBroker.Held first = accepted(client, "1");
        accepted(client, "2");
        first.fail(AWAY);
        client.close();
        await().untilAsserted(
                        () -> assertThat(counter("producer.unflushed.messages")).isEqualTo(1));
        assertThat(counter("producer.delivery.errors")).isEqualTo(1);
    }

    @Test
    void resettingTheCountersLeavesWhatIsOutstanding() {
        RespClient client = door.connect();
        HeldBroker.Held held = accepted(client, "m");
        assertThat(client.call("DEL", "stats")).isEqualTo(ONE);
        assertThat(counter("producer.outstanding.messages")).isEqualTo(1);
        held.store();
        assertThat(counter("producer.outstanding.messages")).isZero();
    }
}
