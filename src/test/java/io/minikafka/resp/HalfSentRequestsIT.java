package io.minikafka.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.store.MessageStore;
import io.minikafka.store.MutableClock;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.memory.InMemoryMessageStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients that do not finish what they began, or do not read, cost in memory. */
class HalfSentRequestsIT {
    private static final int CONNECTIONS = 1_000;
    private static final long MEBIBYTE = 1 << 20;

    private final MessageStore store = new InMemoryMessageStore(StoreLimits.DEFAULT, MutableClock.started());
    private final TestRespDoor.Settings settings = new TestRespDoor.Settings();
    private TestRespDoor door;
    private RespClient observer;

    @BeforeEach
    void open() {
        settings.outputTimeout = Duration.ofHours(1);
        reopen();
    }

    private void reopen() {
        door = new TestRespDoor(store, settings);
        observer = door.connect();
        assertThat(observer.call("RPUSHX", "topics:t", "m")).isEqualTo(":1\r\n");
    }

    @AfterEach
    void close() {
        door.close();
        store.close();
    }

    private long info(String name) {
        String info = observer.call("INFO");
        return Long.parseLong(info.substring(info.indexOf("\n" + name + ":") + 1)
                .split("\r\n", 2)[0]
                .split(":")[1]);
    }

    @Test
    void aThousandConnectionsThatSendHalfACommandCostNextToNothing() {
        long heap = UsedMemory.heap();
        long direct = UsedMemory.direct();
        List<RespClient> clients = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            clients.add(door.connect().send("*3\r\n$6\r\nRPUSHX\r\n$8\r\ntopics:t\r\n$30000000\r\nabc"));
        }
        await().until(() -> info("connected_clients") == CONNECTIONS + 1);
        assertThat(UsedMemory.heap() - heap).isLessThan(32 * MEBIBYTE);
        assertThat(UsedMemory.direct() - direct).isLessThan(32 * MEBIBYTE);
        assertThat(clients).hasSize(CONNECTIONS);
        assertThat(observer.call("RPUSHX", "topics:t", "m")).isEqualTo(":1\r\n");
    }

    /** A client that sends requests and never reads a reply. */
    private static final class Stalled {
        private static final int REQUESTS = 256;
        private static final String ECHO = RespClient.request("ECHO", "x".repeat(1 << 18));

        private final AtomicInteger sent = new AtomicInteger();
        private final Thread sender;

        Stalled(RespClient client) {
            sender = new Thread(() -> {
                try {
                    while (sent.get() < REQUESTS) {
                        client.send(ECHO);
                        sent.incrementAndGet();
                    }
                } catch (RuntimeException e) {
                    // The door has closed.
                }
            });
            sender.setDaemon(true);
            sender.start();
        }

        boolean isWriting() {
            return Arrays.stream(sender.getStackTrace())
                    .anyMatch(frame -> frame.getMethodName().contains("write"));
        }
    }

    private List<Stalled> stalled(int count) {
        List<Stalled> stalled = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            stalled.add(new Stalled(door.connect()));
        }
        return stalled;
    }

    /** Waits until none of them gets anything done: nothing more goes out, nothing more is served. */
    private void awaitStandstill(List<Stalled> stalled) {
        Progress progress = new Progress(stalled);
        await().during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(60))
                .until(() -> progress.standsStill() && stalled.stream().allMatch(Stalled::isWriting));
    }

    /** Requests sent by stalled clients, and commands served but for the questions of this. */
    private final class Progress {
        private final List<Stalled> stalled;
        private long questions;
        private long sent;
        private long served;

        Progress(List<Stalled> stalled) {
            this.stalled = stalled;
        }

        boolean standsStill() {
            long sentBefore = sent;
            long servedBefore = served;
            sent = stalled.stream().mapToLong(each -> each.sent.get()).sum();
            served = info("total_commands_processed") - questions++;
            return sent == sentBefore && served == servedBefore;
        }
    }

    @Test
    void aReaderThatNeverReadsCostsWhatItsOutputBoundIsAndNobodyElseWaits() {
        long heap = UsedMemory.heap();
        long direct = UsedMemory.direct();
        List<Stalled> stalled = stalled(10);
        awaitStandstill(stalled);

        // 640 MiB would have gone out to them.
        assertThat(stalled)
                .allSatisfy(each -> assertThat(each.sent).hasPositiveValue().hasValueLessThan(Stalled.REQUESTS));
        assertThat(UsedMemory.heap() - heap).isLessThan(64 * MEBIBYTE);
        assertThat(UsedMemory.direct() - direct).isLessThan(64 * MEBIBYTE);

        RespClient member = door.member("g:n");
        assertThat(Popped.of(member.call("BLPOP", "topics:t", "5")).value()).isEqualTo("m");
        member.send("BLPOP topics:t 0\r\n");
        assertThat(observer.call("RPUSHX", "topics:t", "n")).isEqualTo(":1\r\n");
        assertThat(Popped.of(member.reply()).value()).isEqualTo("n");
        assertThat(stalled).allMatch(each -> each.sender.isAlive());
        assertThat(UsedMemory.heap() - heap).isLessThan(64 * MEBIBYTE);
        assertThat(UsedMemory.direct() - direct).isLessThan(64 * MEBIBYTE);
    }

    @Test
    void aReaderThatNeverReadsIsDisconnectedAfterTheOutputTimeout() throws InterruptedException {
        door.close();
        settings.outputTimeout = Duration.ofMillis(500);
        reopen();
        RespClient idle = door.connect();
        List<Stalled> stalled = stalled(10);

        await().atMost(Duration.ofSeconds(60)).until(() -> stalled.stream().noneMatch(each -> each.sender.isAlive()));

        assertThat(stalled).allSatisfy(each -> assertThat(each.sent).hasValueLessThan(Stalled.REQUESTS));
        await().until(() -> info("connected_clients") == 2);
        // Who owes nothing stays.
        assertThat(idle.call("PING")).isEqualTo("+PONG\r\n");
    }
}
