package io.minikafka.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.kafka.TestCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A cluster that goes and comes back, as clients of the Redis door see it. */
class KafkaOutageTests {
    private static final String ONE = RespFixture.ONE;
    private static final int PRODUCERS = 3;

    private final TestCluster cluster = TestCluster.start(Map.of());
    private final TestRespDoor.Settings settings = new TestRespDoor.Settings();
    private TestRespDoor door;

    private void open(Map<String, Object> producer) {
        door = new KafkaRespBackend(cluster).open(settings, producer);
    }

    @AfterEach
    void close() {
        door.close();
        cluster.close();
    }

    @Test
    void dumpTellsHowManyAreNotInKafkaYet() {
        open(Map.of());
        RespClient producer = door.connect();
        assertThat(producer.call("RPUSHX", "topics:t", "before")).isEqualTo(ONE);
        assertThat(producer.call("DUMP", "30000")).isEqualTo(":0\r\n");

        cluster.stopBroker();
        for (int i = 0; i < 5; i++) {
            assertThat(producer.call("RPUSHX", "topics:t", "during" + i)).isEqualTo(ONE);
        }
        assertThat(producer.call("DUMP", "100")).isEqualTo(":5\r\n");
        assertThat(door.connect().call("DUMP", "100"))
                .as("another connection's are not its own")
                .isEqualTo(":0\r\n");

        cluster.startBroker();
        assertThat(producer.call("DUMP", "60000")).isEqualTo(":0\r\n");
        assertThat(consume(6)).containsExactly("before", "during0", "during1", "during2", "during3", "during4");
    }

    @Test
    void whatKafkaDidNotTakeInTimeIsToldToItsProducerWithTheNextCommand() {
        // Long enough for the first message, which everything has to be connected for.
        open(Map.of("delivery.timeout.ms", 8_000, "request.timeout.ms", 2_000, "linger.ms", 0));
        RespClient producer = door.connect();
        assertThat(producer.call("RPUSHX", "topics:t", "before")).isEqualTo(ONE);
        assertThat(producer.call("DUMP", "30000")).isEqualTo(":0\r\n");
        cluster.stopBroker();
        assertThat(producer.call("RPUSHX", "topics:t", "lost")).isEqualTo(ONE);

        String told = producer.call("DUMP", "60000");

        // Either the wait's own answer is that nothing is on its way any more, and the next command tells why not ...
        if (told.equals(":0\r\n")) {
            told = producer.call("RPUSHX", "topics:t", "next");
        }
        assertThat(told).startsWith("-PROD ").doesNotContain("lost");
        try (RespClient other = door.connect()) {
            assertThat(other.call("HGETALL", "stats")).contains("producer.delivery.errors\r\n$1\r\n1\r\n");
        }
        cluster.startBroker();
    }

    /**
     * A broker that starts again knows of each partition's last request only. With one request at a time that is all that
     * can come again, so none of it is stored twice.
     */
    @ParameterizedTest
    @EnumSource(Acknowledge.class)
    void nothingIsLostOrRepeatedWhenTheBrokerStopsAndStartsUnderLoad(Acknowledge acknowledge) throws Exception {
        settings.acknowledge = acknowledge;
        open(Map.of("delivery.timeout.ms", 120_000, "max.in.flight.requests.per.connection", 1));

        Set<String> acknowledged = acknowledgedWhileTheBrokerStopsAndStarts();

        List<String> stored = consume(acknowledged.size());
        assertThat(stored).doesNotHaveDuplicates();
        assertThat(new HashSet<>(stored)).isEqualTo(acknowledged);
    }

    /** Several requests at a time may have been stored before the broker stops, and of some of them it knows no more. */
    @Test
    void nothingIsLostOrOvertakesWithSeveralRequestsAtATime() throws Exception {
        open(Map.of("delivery.timeout.ms", 120_000));

        Set<String> acknowledged = acknowledgedWhileTheBrokerStopsAndStarts();

        Set<String> stored = new LinkedHashSet<>(consume(acknowledged.size()));
        assertThat(stored).isEqualTo(acknowledged);
        for (int p = 0; p < PRODUCERS; p++) {
            String mine = p + "-";
            assertThat(stored.stream().filter(value -> value.startsWith(mine)))
                    .isSortedAccordingTo(
                            Comparator.comparing(value -> Integer.valueOf(value.substring(mine.length()))));
        }
    }

    private Set<String> acknowledgedWhileTheBrokerStopsAndStarts() throws Exception {
        assertThat(door.connect().call("RPUSHX", "topics:t", "first")).isEqualTo(ONE);
        AtomicBoolean stop = new AtomicBoolean();
        Set<String> acknowledged = new HashSet<>(Set.of("first"));
        List<CompletableFuture<List<String>>> producers = new ArrayList<>();
        List<Integer> progress = new CopyOnWriteArrayList<>(Collections.nCopies(PRODUCERS, 0));
        for (int p = 0; p < PRODUCERS; p++) {
            int number = p;
            producers.add(CompletableFuture.supplyAsync(
                    () -> load(number, stop, progress), task -> new Thread(task).start()));
        }
        await().until(() -> progress.stream().allMatch(count -> count > 100));
        cluster.stopBroker();
        // Whoever has the answer when it is stored has to wait now; the others go on.
        cluster.startBroker();
        List<Integer> before = List.copyOf(progress);
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            for (int p = 0; p < PRODUCERS; p++) {
                if (progress.get(p) < before.get(p) + 100) {
                    return false;
                }
            }
            return true;
        });
        stop.set(true);
        for (CompletableFuture<List<String>> producer : producers) {
            acknowledged.addAll(producer.get(120, TimeUnit.SECONDS));
        }
        return acknowledged;
    }

    /** Produces until told to stop, and then until all is in Kafka. */
    private List<String> load(int number, AtomicBoolean stop, List<Integer> progress) {
        List<String> acknowledged = new ArrayList<>();
        RespClient producer = door.connect();
        while (!stop.get()) {
            String value = number + "-" + acknowledged.size();
            assertThat(producer.call("RPUSHX", "topics:t", value)).isEqualTo(ONE);
            acknowledged.add(value);
            progress.set(number, acknowledged.size());
        }
        assertThat(producer.call("DUMP", "100000")).isEqualTo(":0\r\n");
        assertThat(producer.call("PING")).as("nothing failed later").isEqualTo("+PONG\r\n");
        return acknowledged;
    }

    /** Everything in the topic, of which there are at least so many. */
    private List<String> consume(int count) {
        RespClient member = door.member("reader" + count + ":1");
        List<String> values = new ArrayList<>(Popped.values(Popped.pop(member, count)));
        for (String more = member.call("BLPOP", "topics:t", "0.5");
                !more.equals(RespFixture.NOTHING);
                more = member.call("BLPOP", "topics:t", "0.5")) {
            values.add(Popped.of(more).value());
        }
        return values;
    }

    @Test
    void aMemberGoesOnWhereItWasOnceTheBrokerIsBack() {
        open(Map.of());
        RespClient producer = door.connect();
        producer.call("RPUSHX", "topics:t", "a");
        RespClient member = door.member("g:1");
        Popped.acknowledge(member, Popped.pop(member, 1));
        cluster.stopBroker();
        assertThat(producer.call("RPUSHX", "topics:t", "b")).isEqualTo(ONE);
        cluster.startBroker();
        assertThat(Popped.values(Popped.pop(member, 1))).containsExactly("b");
    }
}
