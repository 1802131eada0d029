package io.minikafka.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.broker.BrokerException;
import io.minikafka.broker.BrokerException.Code;
import io.minikafka.grpc.TestStore;
import java.util.stream.Stream;

/** A door over a broker that accepts, stores and fails when the test says so. */
abstract class HeldFixture extends RespFixture {
    static final BrokerException AWAY = new BrokerException(Code.UNAVAILABLE, "The cluster is away");

    HeldBroker broker;

    /** It is the same over each: what is produced comes to neither. */
    static Stream<RespBackend> backends() {
        return Stream.of(new StoredBackend(TestStore.MEMORY));
    }

    @Override
    void change(TestRespDoor.Settings before) {
        before.asSeenByTheDoor = stored -> {
            broker = new HeldBroker(stored);
            return broker;
        };
    }

    /** Produces a message that is accepted. */
    final HeldBroker.Held accepted(RespClient client, String value) {
        client.send(RespClient.request("RPUSHX", "topics:t", value));
        HeldBroker.Held held = broker.next().accept();
        assertThat(client.reply()).isEqualTo(ONE);
        return held;
    }

    static String lost(String what) {
        return error("PROD Accepted, but not stored: " + what + ": The cluster is away");
    }

    /** Waits until the connection of this name has executed this command last. */
    final void awaitCommand(String name, String command) {
        RespClient other = door.connect();
        await().until(() -> other.call("CLIENT", "LIST")
                .lines()
                .anyMatch(line -> line.contains(" name=" + name + " ") && line.contains(" cmd=" + command + " ")));
        other.close();
    }

    final void awaitConnections(int count) {
        RespClient other = door.connect();
        await().until(() -> other.call("INFO", "clients").contains("connected_clients:" + (count + 1) + "\r\n"));
        other.close();
    }
}
