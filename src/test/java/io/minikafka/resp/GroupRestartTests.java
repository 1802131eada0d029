package io.minikafka.resp;

import static io.minikafka.resp.Popped.acknowledge;
import static io.minikafka.resp.Popped.pop;
import static io.minikafka.resp.Popped.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.minikafka.grpc.TestStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Store, log of commits, broker and door closed, and opened again over the same directory. */
class GroupRestartTests extends GroupFixture {
    private static final int PARTITIONS = 4;

    @Override
    void change(TestRespDoor.Settings before) {
        before.partitions = PARTITIONS;
    }

    @BeforeEach
    void somethingMustBeLeft() {
        assumeTrue(isOver(TestStore.FILE), "A store in memory keeps nothing");
    }

    @Test
    void aWholeGroupGetsWhatItHasNotAcknowledgedAndNothingElse() {
        RespClient one = door.member("g:1");
        assertThat(one.call("BLPOP", "topics:t", "0.01")).isEqualTo(NOTHING);
        RespClient two = door.member("g:2");
        assertThat(two.call("BLPOP", "topics:t", "0.01")).isEqualTo(NOTHING);
        Set<String> expected = new HashSet<>(produce(40));
        awaitShares(2, "1", "2");
        for (RespClient member : List.of(one, two)) {
            List<Popped> popped = pop(member, 5);
            acknowledge(member, popped);
            expected.removeAll(values(popped));
            // Delivered and not acknowledged.
            pop(member, 2);
        }
        assertThat(expected).hasSize(30);

        restart();

        RespClient again = door.member("g:1");
        assertThat(values(pop(again, 30))).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(again.call("BLPOP", "topics:t", "0.01")).isEqualTo(NOTHING);
    }

    @Test
    void whoWaitsIsToldAndItsGroupHearsOfWhatCameLater() {
        RespClient member = door.member("g:1").send("BLPOP topics:t 0\r\n");
        awaitMembers(1);
        door.broker.drain();
        assertThat(member.reply()).isEqualTo(error("CONS Server shutdown"));

        restart();

        List<String> all = produce(5);
        assertThat(values(pop(door.member("g:1"), 5))).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void aGroupThatStartedAtTheEndMissesNothingFromThenOn() {
        produce(5);
        RespClient member = door.member("g:1");
        assertThat(member.call("BLPOP", "topics:t:{\"auto.offset.reset\": \"latest\"}", "0.01"))
                .isEqualTo(NOTHING);
        List<String> later = produce(5, 3);

        restart();

        assertThat(values(pop(door.member("g:1"), 3))).containsExactlyInAnyOrderElementsOf(later);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void restartAfterRestartEachPartitionGoesOnExactlyAfterItsLastAcknowledgement(long seed) {
        Random random = new Random(seed);
        Set<String> unseen = new HashSet<>();
        Map<Integer, Long> committed = new HashMap<>();
        int produced = 0;
        for (int round = 0; round < 8; round++) {
            int more = random.nextInt(30);
            unseen.addAll(produce(produced, more));
            produced += more;
            List<RespClient> members = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(3); i++) {
                members.add(door.member("g:" + i));
            }
            Map<Integer, Long> next = new HashMap<>(committed);
            for (int i = 0; i < random.nextInt(40); i++) {
                RespClient member = members.get(random.nextInt(members.size()));
                String reply = member.call("BLPOP", "topics:t", "0.001");
                if (reply.equals(NOTHING)) {
                    continue;
                }
                Popped popped = Popped.of(reply);
                unseen.remove(popped.value());
                // One member gets a partition in order; when it moves, from the last acknowledgement on.
                assertThat(popped.offset())
                        .isIn(
                                next.getOrDefault(popped.partition(), 0L),
                                committed.getOrDefault(popped.partition(), 0L));
                next.put(popped.partition(), popped.offset() + 1);
                if (random.nextInt(3) > 0
                        && member.call("RPUSH", "acks", popped.acknowledgement())
                                .equals(ONE)) {
                    committed.put(popped.partition(), popped.offset() + 1);
                }
            }
            members.forEach(member -> member.send("BLPOP topics:t 0\r\n"));

            restart();
        }
        RespClient last = door.member("g:last");
        long left = produced
                - committed.values().stream().mapToLong(Long::longValue).sum();
        List<Popped> rest = pop(last, (int) left);
        rest.forEach(message -> unseen.remove(message.value()));
        Map<Integer, Long> next = new HashMap<>(committed);
        for (Popped message : rest) {
            assertThat(message.offset()).isEqualTo(next.getOrDefault(message.partition(), 0L));
            next.merge(message.partition(), message.offset() + 1, (before, after) -> after);
        }
        assertThat(unseen).isEmpty();
        assertThat(last.call("BLPOP", "topics:t", "0.01")).isEqualTo(NOTHING);
    }
}
