package io.minikafka.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.store.MessageStore;
import io.minikafka.store.MutableClock;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.memory.InMemoryMessageStore;
import io.netty.buffer.PooledByteBufAllocator;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What clients that do not finish what they began, or do not read, cost in memory. */
class HalfSentRequestsIT {
    private static final int CONNECTIONS = 1_000;
    private static final long MEBIBYTE = 1 << 20;

    private final MessageStore store = new InMemoryMessageStore(StoreLimits.DEFAULT, MutableClock.started());
    private final TestRespDoor door = new TestRespDoor(store, new TestRespDoor.Settings());

    @AfterEach
    void close() {
        door.close();
        store.close();
    }

    @Test
    void aThousandConnectionsThatSendHalfACommandCostNextToNothing() {
        RespClient observer = door.connect();
        observer.call("PING");
        long heap = usedHeap();
        long direct = direct();
        List<RespClient> clients = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            clients.add(door.connect().send("*3\r\n$6\r\nRPUSHX\r\n$8\r\ntopics:t\r\n$30000000\r\nabc"));
        }
        await().until(() ->
                observer.call("INFO", "clients").contains("connected_clients:" + (CONNECTIONS + 1) + "\r\n"));
        assertThat(usedHeap() - heap).isLessThan(32 * MEBIBYTE);
        assertThat(direct() - direct).isLessThan(32 * MEBIBYTE);
        assertThat(clients).hasSize(CONNECTIONS);
        assertThat(observer.call("RPUSHX", "topics:t", "m")).isEqualTo(":1\r\n");
    }

    @Test
    void aReaderThatNeverReadsCostsWhatItsOutputBoundIs() {
        RespClient observer = door.connect();
        assertThat(observer.call("RPUSHX", "topics:t", "m")).isEqualTo(":1\r\n");
        long heap = usedHeap();
        long direct = direct();
        String echo = RespClient.request("ECHO", "x".repeat(1 << 18));
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            RespClient stalled = door.connect();
            Thread sender = new Thread(() -> sendUntilItFails(stalled, echo));
            sender.setDaemon(true);
            sender.start();
            senders.add(sender);
        }
        // 640 MiB would have gone out by the time that all of them stand still.
        await().until(() -> senders.stream()
                .allMatch(sender -> java.util.Arrays.stream(sender.getStackTrace())
                        .anyMatch(frame -> frame.getMethodName().contains("write"))));
        await().during(java.time.Duration.ofMillis(500)).until(() -> {
            assertThat(usedHeap() - heap).isLessThan(64 * MEBIBYTE);
            return direct() - direct < 64 * MEBIBYTE;
        });
        assertThat(observer.call("PING")).isEqualTo("+PONG\r\n");
    }

    private static void sendUntilItFails(RespClient client, String request) {
        try {
            for (int i = 0; i < 256; i++) {
                client.send(request);
            }
        } catch (RuntimeException e) {
            // The door has closed.
        }
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long direct() {
        return PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    }
}
