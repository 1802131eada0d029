package io.minikafka.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.broker.Broker;
import io.minikafka.resp.RespClient;
import io.minikafka.store.TopicName;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;

/** The Redis door as the service opens and closes it. */
class RespDoorTests {
    private static RunningServer start(String... args) {
        String[] all = new String[args.length + 1];
        System.arraycopy(args, 0, all, 0, args.length);
        all[args.length] = "--spring.profiles.active=memory";
        return RunningServer.start(all);
    }

    private static RespClient connect(RunningServer server) {
        return new RespClient(
                server.context().getBean(RespDoor.class).listensOn().port());
    }

    @Test
    void whatComesThroughItIsThereForEveryDoor() {
        try (RunningServer server = start();
                RespClient client = connect(server)) {
            assertThat(client.call("RPUSHX", "topics:t:key", "m")).isEqualTo(":1\r\n");
            assertThat(server.context().getBean(Broker.class).topics().join()).containsExactly(TopicName.of("t"));
        }
    }

    @Test
    void itsSettingsHold() {
        try (RunningServer server = start(
                        "--minikafka.resp.password=secret",
                        "--minikafka.resp.max-connections=1",
                        "--minikafka.resp.timeout-unit=ms",
                        "--minikafka.max-message-size=10B");
                RespClient client = connect(server)) {
            assertThat(client.call("PING")).isEqualTo("-NOAUTH Authentication required.\r\n");
            assertThat(client.call("AUTH", "secret")).isEqualTo("+OK\r\n");
            try (RespClient second = connect(server)) {
                assertThat(second.reply()).isEqualTo("-ERR max number of clients reached\r\n");
            }
            assertThat(client.call("RPUSHX", "topics:t", "x".repeat(11)))
                    .isEqualTo("-PROD The message has 11 bytes; the limit is 10\r\n");
            assertThat(client.call("CLIENT", "SETNAME", "g:n")).isEqualTo("+OK\r\n");
            // In seconds this would outlast the test's patience.
            assertThat(client.call("BLPOP", "topics:t", "500")).isEqualTo("*-1\r\n");
        }
    }

    @Test
    void withoutAutoCreationAnUnknownTopicIsRefusedAndCounted() {
        try (RunningServer server = start("--minikafka.topic.auto-create=false");
                RespClient client = connect(server)) {
            assertThat(client.call("RPUSHX", "topics:t", "m")).startsWith("-PROD ");
            assertThat(client.call("HGETALL", "stats")).contains("producer.delivery.errors\r\n$1\r\n1\r\n");
        }
    }

    @Test
    void itCanBeLeftOut() {
        try (RunningServer server = start("--minikafka.resp.enabled=false")) {
            ObjectProvider<RespDoor> door = server.context().getBeanProvider(RespDoor.class);
            assertThat(door.getIfAvailable()).isNull();
        }
    }

    @Test
    void aStopEndsWaitsWithTheTextThatClientsRetryOn() throws Exception {
        RunningServer server = start("--minikafka.shutdown.grace-period=60s");
        try (server;
                RespClient client = connect(server);
                RespClient idle = connect(server)) {
            assertThat(idle.call("PING")).isEqualTo("+PONG\r\n");
            assertThat(client.call("CLIENT", "SETNAME", "g:n")).isEqualTo("+OK\r\n");
            client.send("BLPOP topics:t 0\r\n");
            Broker broker = server.context().getBean(Broker.class);
            await().until(() -> !broker.groups().join().isEmpty());
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::stop);
            assertThat(client.reply()).isEqualTo("-CONS Server shutdown\r\n");
            assertThat(client.isClosedByServer()).isTrue();
            assertThat(idle.isClosedByServer()).isTrue();
            stopped.get();
        }
    }
}
