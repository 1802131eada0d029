package io.minikafka.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.group.GroupDescription;
import io.minikafka.group.GroupName;
import io.minikafka.grpc.TestDoor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many members of many groups at once, that come, go and break off at random. */
class ChurnTests extends RespFixture {
    private static final int GROUPS = 20;
    private static final int CONNECTIONS = 200;
    private static final int LIVES = 3;
    private static final int DEEDS = 10;

    private final Set<String> produced = ConcurrentHashMap.newKeySet();
    private final List<Set<String>> seen = IntStream.range(0, GROUPS)
            .<Set<String>>mapToObj(i -> ConcurrentHashMap.newKeySet())
            .toList();

    @Override
    void change(TestRespDoor.Settings before) {
        before.partitions = 4;
        before.groups = TestDoor.GROUPS;
    }

    @ParameterizedTest
    @ValueSource(longs = 1)
    void everyGroupSeesEverythingAndNobodyLeavesAnythingBehind(long seed) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            List<Future<?>> lives = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                int number = i;
                lives.add(threads.submit(() -> liveAndDie(number, new Random(seed * CONNECTIONS + number))));
            }
            for (Future<?> life : lives) {
                life.get(5, TimeUnit.MINUTES);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(produced).hasSizeGreaterThan(CONNECTIONS);

        awaitNobody();
        for (int group = 0; group < GROUPS; group++) {
            readTheRest(group);
        }
        awaitNobody();
        for (int i = 0; i < CONNECTIONS; i++) {
            assertThat(door.connect().call("CLIENT", "SETNAME", name(i))).isEqualTo(OK);
        }
    }

    private static String name(int number) {
        return "g" + number % GROUPS + ":" + number;
    }

    private void liveAndDie(int number, Random random) {
        for (int life = 0; life < LIVES; life++) {
            try (RespClient client = comeBack(number)) {
                for (int deed = 0; deed < DEEDS; deed++) {
                    act(client, number, random, number + "-" + life + "-" + deed);
                }
                if (random.nextBoolean()) {
                    // Breaks off in the middle of these.
                    client.send("BLPOP topics:t 0\r\nPING\r\n");
                }
            }
        }
    }

    /** A connection has its name back as soon as the former one is gone. */
    private RespClient comeBack(int number) {
        RespClient client = door.connect();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> client.call("CLIENT", "SETNAME", name(number)).equals(OK));
        return client;
    }

    private void act(RespClient client, int number, Random random, String value) {
        switch (random.nextInt(4)) {
            case 0 -> {
                assertThat(client.call("RPUSHX", "topics:t:" + value, value)).isEqualTo(ONE);
                produced.add(value);
            }
            case 1 -> client.call("PING");
            default -> {
                String reply = client.call("BLPOP", "topics:t", "0.01");
                if (!reply.equals(NOTHING)) {
                    Popped popped = Popped.of(reply);
                    seen.get(number % GROUPS).add(popped.value());
                    if (random.nextInt(3) > 0) {
                        // Refused when the partition has moved on meanwhile.
                        assertThat(client.call("RPUSH", "acks", popped.acknowledgement()))
                                .matches(":1\r\n|-CONS .*not assigned.*\r\n");
                    }
                }
            }
        }
    }

    private void readTheRest(int group) {
        Set<String> unseen = new HashSet<>(produced);
        unseen.removeAll(seen.get(group));
        try (RespClient last = door.member("g" + group + ":last")) {
            while (!unseen.isEmpty()) {
                String reply = last.call("BLPOP", "topics:t", "30");
                assertThat(reply).as("group %d has not seen %s", group, unseen).isNotEqualTo(NOTHING);
                unseen.remove(Popped.of(reply).value());
            }
        }
    }

    private void awaitNobody() {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            for (GroupName group : door.broker.groups().join()) {
                GroupDescription description = door.broker.describeGroup(group).join();
                assertThat(description.members()).as("%s", group).isEmpty();
                assertThat(description.partitions())
                        .as("%s", group)
                        .allMatch(partition -> partition.owner().isEmpty());
            }
        });
    }
}
