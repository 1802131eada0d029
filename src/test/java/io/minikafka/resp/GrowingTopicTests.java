package io.minikafka.resp;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.broker.SettingsChange;
import io.minikafka.store.Bytes;
import io.minikafka.store.KeyPartitioner;
import io.minikafka.store.TopicName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A topic that gets more partitions while its group waits for messages. */
class GrowingTopicTests extends GroupFixture {
    private static final TopicName TOPIC = TopicName.of("t");

    @Override
    void change(TestRespDoor.Settings before) {
        before.partitions = 4;
    }

    @Test
    void thoseWhoWaitShareTheNewPartitionsAndAreWokenByTheirMessages() {
        door.broker.createTopic(TOPIC, SettingsChange.NONE).join();
        List<RespClient> waiting = List.of(
                door.member("g:1").send("BLPOP topics:t 0\r\n"),
                door.member("g:2").send("BLPOP topics:t 0\r\n"));
        awaitShares(2, "1", "2");

        door.broker.updateTopic(TOPIC, new SettingsChange(6, null, null, null)).join();
        awaitShares(3, "1", "2");

        RespClient producer = door.connect();
        for (int partition : List.of(4, 5)) {
            assertThat(producer.call("RPUSHX", "topics:t:" + keyOf(partition), "new" + partition))
                    .isEqualTo(ONE);
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 2; i++) {
            Popped popped = Popped.of(waiting.get(i).reply());
            assertThat(partitionsOf(Integer.toString(i + 1))).contains(popped.partition());
            assertThat(popped.offset()).isZero();
            seen.add(popped.value());
        }
        assertThat(seen).containsExactlyInAnyOrder("new4", "new5");
    }

    @Test
    void nothingIsLostOrDoubledAmongAllSixPartitions() {
        List<String> expected = new ArrayList<>(produce(20));
        RespClient one = door.member("g:1");
        assertThat(one.call("BLPOP", "topics:t", "5")).startsWith("*8");
        door.broker.updateTopic(TOPIC, new SettingsChange(6, null, null, null)).join();
        expected.addAll(produce(20, 60));
        List<Popped> all = Popped.pop(one, 79);
        assertThat(all).extracting(Popped::value).doesNotHaveDuplicates().isSubsetOf(expected);
        assertThat(all).extracting(Popped::partition).contains(4, 5);
        assertThat(one.call("BLPOP", "topics:t", "0.01")).isEqualTo(NOTHING);
    }

    /** A key that goes to this one of six partitions. */
    private static String keyOf(int partition) {
        return IntStream.range(0, 1_000)
                .mapToObj(i -> "key" + i)
                .filter(key -> KeyPartitioner.partitionFor(Bytes.utf8(key), 6) == partition)
                .findFirst()
                .orElseThrow();
    }
}
