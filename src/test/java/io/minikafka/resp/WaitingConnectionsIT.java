package io.minikafka.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.group.GroupName;
import io.minikafka.store.MessageStore;
import io.minikafka.store.MutableClock;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.memory.InMemoryMessageStore;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What many connections cost that wait for a message, and how they are woken. */
class WaitingConnectionsIT {
    private static final int CONNECTIONS = 2_000;

    /** Of this process, in which the clients are, too. */
    private static final int MOST_HEAP_BYTES_EACH = 40 << 10;

    private static final int MOST_DIRECT_BYTES_EACH = 4 << 10;
    private static final int MOST_THREADS = 32;

    private final MessageStore store = new InMemoryMessageStore(StoreLimits.DEFAULT, MutableClock.started());
    private final TestRespDoor.Settings settings = new TestRespDoor.Settings();
    private final List<TestRespDoor> doors = new ArrayList<>();

    @AfterEach
    void close() {
        doors.forEach(TestRespDoor::close);
        store.close();
    }

    private TestRespDoor open(int partitions) {
        settings.partitions = partitions;
        TestRespDoor door = new TestRespDoor(store, settings);
        doors.add(door);
        return door;
    }

    private static long waiting(TestRespDoor door, int groups) {
        long members = 0;
        for (int i = 0; i < groups; i++) {
            GroupName group = GroupName.of("g" + i);
            if (!door.broker.groups().join().contains(group)) {
                return members;
            }
            members += door.broker.describeGroup(group).join().members().size();
        }
        return members;
    }

    /** Each member of a group owns one of its topic's partitions, so that a message to each of them wakes them all. */
    @ParameterizedTest(name = "{0} in a group")
    @ValueSource(ints = {1, 100})
    void theyCostNoThreadAndLittleMemoryAndAMessageWakesThem(int groupSize) {
        TestRespDoor door = open(groupSize);
        RespClient producer = door.connect();
        assertThat(producer.call("RPUSHX", "topics:other", "m")).isEqualTo(":1\r\n");
        int groups = CONNECTIONS / groupSize;
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        long heap = UsedMemory.heap();
        long direct = UsedMemory.direct();

        List<RespClient> clients = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            clients.add(door.member("g" + i % groups + ":" + i).send("BLPOP topics:t 0\r\n"));
        }
        await().until(() -> waiting(door, groups) == CONNECTIONS);

        assertThat(ManagementFactory.getThreadMXBean().getThreadCount() - threads)
                .as("threads")
                .isLessThan(MOST_THREADS);
        assertThat((UsedMemory.heap() - heap) / CONNECTIONS)
                .as("bytes of heap for each")
                .isLessThan(MOST_HEAP_BYTES_EACH);
        assertThat((UsedMemory.direct() - direct) / CONNECTIONS)
                .as("bytes of direct memory for each")
                .isLessThan(MOST_DIRECT_BYTES_EACH);

        // Without keys messages go to one partition after the other, so to all of them in two rounds at the latest.
        for (int i = 0; i < 2 * groupSize; i++) {
            assertThat(producer.call("RPUSHX", "topics:t", "m")).isEqualTo(":1\r\n");
        }
        for (RespClient client : clients) {
            assertThat(Popped.of(client.reply()).value()).isEqualTo("m");
        }
    }
}
