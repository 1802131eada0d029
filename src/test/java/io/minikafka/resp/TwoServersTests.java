package io.minikafka.resp;

import static io.minikafka.resp.Popped.acknowledge;
import static io.minikafka.resp.Popped.pop;
import static io.minikafka.resp.Popped.values;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two servers before one cluster are one service. */
class TwoServersTests extends GroupFixture {
    private TestRespDoor other;

    static Stream<RespBackend> backends() {
        return Stream.of(KafkaRespBackend.shared());
    }

    @Override
    void change(TestRespDoor.Settings before) {
        before.partitions = 4;
    }

    @BeforeEach
    void openTheOther() {
        other = ((KafkaRespBackend) backend).open(settings, java.util.Map.of());
    }

    @AfterEach
    void closeTheOther() {
        other.close();
    }

    @Test
    void aGroupWithMembersOnBothSharesATopicAndGoesOnWithoutTheServerThatStops() {
        produce(1);
        RespClient here = door.member("g:1");
        RespClient there = other.member("g:2");
        Set<String> seen = new HashSet<>();
        seen.addAll(popAndAcknowledge(here, 1));
        assertThat(there.call("BLPOP", "topics:t", "0.01")).isEqualTo(NOTHING);
        awaitShares(2, "1", "2");
        List<String> all = produce(1, 39);
        int ofHere = (int) all.stream()
                .filter(value -> partitionsOf("1").contains(partitionOf(value)))
                .count();
        seen.addAll(popAndAcknowledge(here, ofHere));
        seen.addAll(popAndAcknowledge(there, 10));

        other.close();
        awaitShares(4, "1");
        seen.addAll(popAndAcknowledge(here, 39 - ofHere - 10));

        Set<String> expected = new HashSet<>(all);
        expected.add("m0");
        assertThat(seen).isEqualTo(expected);
        assertThat(here.call("BLPOP", "topics:t", "0.01")).isEqualTo(NOTHING);
    }

    private static int partitionOf(String key) {
        return io.minikafka.store.KeyPartitioner.partitionFor(io.minikafka.store.Bytes.utf8(key), 4);
    }

    private static List<String> popAndAcknowledge(RespClient member, int count) {
        List<Popped> popped = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<Popped> next = pop(member, 1);
            acknowledge(member, next);
            popped.addAll(next);
        }
        return values(popped);
    }

    @Test
    void whatIsProducedThroughOneIsConsumedThroughTheOther() {
        assertThat(door.connect().call("RPUSHX", "topics:t:key", "value")).isEqualTo(ONE);
        assertThat(values(pop(other.member("g:1"), 1))).containsExactly("value");
    }
}
