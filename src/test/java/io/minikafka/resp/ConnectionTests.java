package io.minikafka.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.broker.DelegatingBroker;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.TopicName;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Connections: how many, how long, how much of one is kept. */
class ConnectionTests extends RespFixture {
    @Override
    void change(TestRespDoor.Settings before) {
        before.asSeenByTheDoor = broker -> new DelegatingBroker(broker) {
            @Override
            public CompletableFuture<List<TopicName>> topics() {
                throw new IllegalStateException("A defect");
            }
        };
    }

    @Test
    void oneTooManyIsToldAndClosedAndComesInLater() {
        settings.maxConnections = 2;
        restart();
        RespClient first = door.connect();
        RespClient second = door.connect();
        assertThat(first.call("PING") + second.call("PING")).isEqualTo("+PONG\r\n+PONG\r\n");
        RespClient third = door.connect();
        assertThat(third.reply()).isEqualTo(error("ERR max number of clients reached"));
        assertThat(third.isClosedByServer()).isTrue();
        assertThat(first.call("INFO", "clients")).contains("connected_clients:2\r\n");
        second.close();
        await().untilAsserted(() -> assertThat(first.call("INFO", "clients")).contains("connected_clients:1\r\n"));
        assertThat(door.connect().call("PING")).isEqualTo("+PONG\r\n");
    }

    @Test
    void anIdleConnectionIsClosedUnlessItWaitsOrWatches() {
        settings.idleTimeout = Duration.ofSeconds(1);
        restart();
        // At once, so that neither is idle before it waits or watches.
        RespClient waiting = door.connect().send("CLIENT SETNAME g:n\r\nBLPOP topics:t 0\r\n");
        RespClient watching = door.connect().send("MONITOR\r\n");
        assertThat(waiting.reply() + watching.reply()).isEqualTo(OK + OK);
        assertThat(door.connect().isClosedByServer()).isTrue();
        assertThat(door.connect().call("RPUSHX", "topics:t", "m")).isEqualTo(ONE);
        assertThat(waiting.reply()).isEqualTo(message("t", 0, 0, "m"));
        assertThat(watching.reply()).startsWith("+");
    }

    @Test
    void aReaderThatNeverReadsIsPausedAndThenDisconnected() {
        settings.outputBound = 64 << 10;
        settings.outputTimeout = Duration.ofMillis(200);
        restart();
        RespClient stalled = door.connect();
        String echo = RespClient.request("ECHO", "x".repeat(1 << 20));
        Thread sender = new Thread(() -> {
            try {
                for (int i = 0; i < 1_000; i++) {
                    stalled.send(echo);
                }
            } catch (RuntimeException e) {
                // Disconnected, as it should be.
            }
        });
        sender.start();
        RespClient other = door.connect();
        await().untilAsserted(
                        () -> assertThat(other.call("CLIENT", "LIST").lines().filter(line -> line.startsWith("id=")))
                                .hasSize(1));
        assertThat(sender).satisfies(thread -> await().until(() -> !thread.isAlive()));
    }

    @Test
    void aReaderThatReadsSlowlyGetsEverything() {
        settings.outputBound = 64 << 10;
        restart();
        RespClient slow = door.connect();
        String value = "x".repeat(1 << 20);
        Thread sender =
                new Thread(() -> slow.send(RespClient.request("ECHO", value).repeat(20) + "PING\r\n"));
        sender.start();
        for (int i = 0; i < 20; i++) {
            assertThat(slow.reply()).isEqualTo(bulk(value));
        }
        assertThat(slow.reply()).isEqualTo("+PONG\r\n");
    }

    @Test
    void aMessageOfAnySizeWithinTheLimitComesBack() {
        settings.limits = new StoreLimits(32 << 20);
        restart();
        String value = "x".repeat(32 << 20);
        RespClient member = door.member("g:n");
        assertThat(member.call("RPUSHX", "topics:t", value)).isEqualTo(ONE);
        assertThat(member.call("RPUSHX", "topics:t", value + "x"))
                .isEqualTo(error("PROD The message has 33554433 bytes; the limit is 33554432"));
        assertThat(member.call("BLPOP", "topics:t", "30")).isEqualTo(message("t", 0, 0, value));
    }

    @Test
    void aDefectInOneCommandIsToldAndTheConnectionGoesOn() {
        RespClient client = door.connect().send("KEYS topics:\r\nPING\r\n");
        assertThat(client.reply()).isEqualTo(error("ERR internal error; the server's log has the reason"));
        assertThat(client.reply()).isEqualTo("+PONG\r\n");
    }

    @Test
    void stoppingAnswersWhatIsOutstandingAndCloses() throws Exception {
        RespClient member = door.member("g:n").send("BLPOP topics:t 0\r\nPING\r\n");
        await().until(() -> !door.broker.groups().join().isEmpty());
        // The later one: they are told to end in their order, so when it has closed the member has been told, too.
        RespClient idle = door.connect();
        assertThat(idle.call("PING")).isEqualTo("+PONG\r\n");
        CompletableFuture<Void> stopped = door.server.stop(Duration.ofMinutes(1));
        assertThat(idle.isClosedByServer()).isTrue();
        assertThat(stopped).isNotDone();
        door.broker.drain();
        assertThat(member.reply()).isEqualTo(error("CONS Server shutdown"));
        assertThat(member.isClosedByServer()).isTrue();
        stopped.get();
    }

    @Test
    void stoppingBreaksOffWhatOutlastsThePatience() {
        RespClient member = door.member("g:n").send("BLPOP topics:t 0\r\n");
        await().until(() -> !door.broker.groups().join().isEmpty());
        door.server.stop(Duration.ofMillis(1)).join();
        assertThat(member.isClosedByServer()).isTrue();
    }
}
