package io.minikafka.resp;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.broker.BrokerException;
import io.minikafka.broker.BrokerException.Code;
import io.minikafka.broker.Placement;
import io.minikafka.store.Message;
import io.minikafka.store.TopicName;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A message that could not be stored after its producer was told that it was accepted. */
class FailedDeliveryTests extends HeldFixture {
    @Test
    void theNextCommandIsAnsweredWithItAndNotExecutedAndWorksWhenItIsRetried() {
        RespClient client = door.connect();
        accepted(client, "1").fail(AWAY);
        assertThat(client.call("RPUSHX", "topics:t", "2")).isEqualTo(lost("1 message to 't'"));
        assertThat(broker.isEmpty()).isTrue();
        accepted(client, "2").store();
        assertThat(client.call("DUMP", "0")).isEqualTo(":0\r\n");
        assertThat(counter("producer.delivery.errors")).isEqualTo(1);
        assertThat(counter("producer.messages")).isEqualTo(1);
        assertThat(counter("producer.unflushed.messages")).isZero();
    }

    @Test
    void allSoFarAreOneAnswer() {
        RespClient client = door.connect();
        client.send("RPUSHX topics:t 1\r\n".repeat(3) + "RPUSHX topics:u 1\r\n".repeat(2));
        HeldBroker.Held first = broker.next().accept();
        HeldBroker.Held second = broker.next().accept();
        for (int i = 0; i < 5; i++) {
            assertThat(client.reply()).isEqualTo(ONE);
        }
        first.fail(AWAY);
        second.fail(AWAY);
        assertThat(client.call("DUMP", "0")).isEqualTo(lost("5 messages, the last to 'u'"));
        assertThat(client.call("DUMP", "0")).isEqualTo(":0\r\n");
        assertThat(counter("producer.delivery.errors")).isEqualTo(5);
    }

    @Test
    void onlyTheFirstOfAPipelineIsAnsweredWithIt() {
        RespClient client = door.connect();
        accepted(client, "1").fail(AWAY);
        broker.acceptsAtOnce = true;
        client.send("PING\r\nRPUSHX topics:t 2\r\nRPUSHX topics:t 3\r\nRPUSHX topics:t 4\r\n");
        assertThat(client.reply()).isEqualTo("+PONG\r\n");
        assertThat(client.reply()).isEqualTo(lost("1 message to 't'"));
        assertThat(client.reply() + client.reply()).isEqualTo(ONE + ONE);
        assertThat(broker.next().messages()).hasSize(2);
    }

    @Test
    void itIsToldToItsOwnConnectionOnly() {
        RespClient client = door.connect();
        accepted(client, "1").fail(AWAY);
        RespClient other = door.connect();
        accepted(other, "2").store();
        assertThat(other.call("DUMP", "0")).isEqualTo(":0\r\n");
        assertThat(client.call("DUMP", "0")).isEqualTo(lost("1 message to 't'"));
    }

    @Test
    void whatLibrariesSendOnTheirOwnIsExecutedAndTakesNothingFromTheProducer() {
        RespClient client = door.connect();
        accepted(client, "1").fail(AWAY);
        for (List<String> command : List.of(
                List.of("PING"),
                List.of("CLIENT", "SETINFO", "LIB-NAME", "x"),
                List.of("CLIENT", "SETNAME", "x"),
                List.of("HELLO", "2"),
                List.of("SELECT", "0"),
                List.of("COMMAND", "COUNT"),
                List.of("INFO"),
                List.of("HGETALL", "stats"),
                List.of("KEYS", "topics:"),
                List.of("RESET"))) {
            assertThat(client.call(command.toArray(String[]::new)))
                    .as("%s", command)
                    .doesNotStartWith("-");
        }
        assertThat(client.call("DUMP", "0")).isEqualTo(lost("1 message to 't'"));
    }

    /** What it has read may not be acknowledged while what was made of it is lost. */
    @Test
    void neitherIsAnythingReadNorAcknowledged() {
        RespClient client = door.member("g:n");
        door.broker
                .produce(TopicName.of("in"), List.of(Message.utf8("m")), Placement.BY_KEY)
                .join();
        assertThat(client.call("BLPOP", "topics:in", "5")).isEqualTo(message("in", 0, 0, "m"));
        accepted(client, "made of it").fail(AWAY);
        assertThat(client.call("RPUSH", "acks", "in:0:0")).isEqualTo(lost("1 message to 't'"));
        assertThat(broker.acknowledged).isEmpty();
        accepted(client, "again").fail(AWAY);
        assertThat(client.call("BLPOP", "topics:in", "0")).isEqualTo(lost("1 message to 't'"));
        accepted(client, "again").store();
        assertThat(client.call("RPUSH", "acks", "in:0:0")).isEqualTo(ONE);
        assertThat(client.call("BLPOP", "topics:in", "0.001")).isEqualTo(NOTHING);
    }

    @Test
    void quitTellsItAndClosesNevertheless() {
        RespClient client = door.connect();
        accepted(client, "1").fail(AWAY);
        assertThat(client.call("QUIT")).isEqualTo(lost("1 message to 't'"));
        assertThat(client.isClosedByServer()).isTrue();
        assertThat(counter("producer.unflushed.messages")).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void everyCodeOfTheBrokerIsAProducersError(Code code) {
        RespClient client = door.connect();
        accepted(client, "1").fail(new BrokerException(code, "The text"));
        assertThat(client.call("DUMP", "0"))
                .isEqualTo(error("PROD Accepted, but not stored: 1 message to 't': The text"));
    }

    @Test
    void aDefectIsToldWithoutItsText() {
        RespClient client = door.connect();
        accepted(client, "1").fail(new IllegalStateException("secret of the inside"));
        assertThat(client.call("DUMP", "0"))
                .isEqualTo(error("PROD Accepted, but not stored: 1 message to 't': internal error; "
                        + "the server's log has the reason"));
    }
}
