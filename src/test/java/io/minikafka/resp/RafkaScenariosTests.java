package io.minikafka.resp;

import static io.minikafka.resp.Popped.acknowledge;
import static io.minikafka.resp.Popped.pop;
import static io.minikafka.resp.Popped.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What users of rafka do, over four partitions. */
class RafkaScenariosTests extends GroupFixture {
    private static final int PARTITIONS = 4;

    @Override
    void change(TestRespDoor.Settings before) {
        before.partitions = PARTITIONS;
    }

    @Test
    void twoMembersShareATopicAndWhenOneLeavesTheOtherGoesOnAfterItsAcknowledgements() {
        RespClient one = door.member("g:1");
        assertThat(one.call("BLPOP", "topics:t", "0.01")).isEqualTo(NOTHING);
        RespClient two = door.member("g:2");
        assertThat(two.call("BLPOP", "topics:t", "0.01")).isEqualTo(NOTHING);
        List<String> all = produce(40);
        awaitShares(2, "1", "2");
        List<Popped> first = pop(one, 1);
        List<Popped> second = pop(two, 1);
        assertThat(first.get(0).partition()).isNotEqualTo(second.get(0).partition());
        acknowledge(one, first);
        acknowledge(two, second);
        Set<String> expected = new HashSet<>(all);
        expected.removeAll(values(first));
        expected.removeAll(values(second));

        one.close();
        awaitMembers(1);

        assertThat(values(pop(two, 38))).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void aGroupThatStartsAgainGetsWhatWasNotAcknowledged() {
        List<String> all = produce(20);
        RespClient first = door.member("g:1");
        List<Popped> popped = pop(first, 20);
        Map<Integer, Popped> middle = new HashMap<>();
        popped.stream().limit(10).forEach(message -> middle.put(message.partition(), message));
        acknowledge(first, List.copyOf(middle.values()));
        first.close();
        awaitMembers(0);

        Set<String> expected = new HashSet<>(all);
        popped.stream()
                .filter(message -> middle.containsKey(message.partition())
                        && message.offset() <= middle.get(message.partition()).offset())
                .forEach(message -> expected.remove(message.value()));
        RespClient second = door.member("g:1b");
        assertThat(values(pop(second, expected.size()))).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void whatNobodyAcknowledgesComesAgain() {
        List<String> all = produce(10);
        RespClient first = door.member("g:1");
        assertThat(values(pop(first, 10))).containsExactlyInAnyOrderElementsOf(all);
        first.close();
        assertThat(values(pop(door.member("g:2"), 10))).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void aBatchOfThirtyAndThenTheOtherTwenty() {
        List<String> all = produce(50);
        RespClient member = door.member("g:1");
        List<Popped> thirty = pop(member, 30);
        acknowledge(member, thirty);
        List<Popped> twenty = pop(member, 20);
        acknowledge(member, twenty);
        Set<String> seen = new HashSet<>(values(thirty));
        seen.addAll(values(twenty));
        assertThat(seen).containsExactlyInAnyOrderElementsOf(all);
        assertThat(member.call("BLPOP", "topics:t", "0.01")).isEqualTo(NOTHING);
    }

    @Test
    void oneKeyIsOnePartition() {
        RespClient producer = door.connect();
        for (int i = 0; i < 20; i++) {
            assertThat(producer.call("RPUSHX", "topics:t:a:key", "m" + i)).isEqualTo(ONE);
        }
        List<Popped> popped = pop(door.member("g:1"), 20);
        assertThat(popped)
                .extracting(Popped::partition)
                .containsOnly(popped.get(0).partition());
        assertThat(popped).extracting(Popped::offset).isSorted();
    }

    @Test
    void eachGroupSeesEverything() {
        List<String> all = produce(10);
        for (String group : List.of("g", "h")) {
            assertThat(values(pop(door.member(group + ":n"), 10))).containsExactlyInAnyOrderElementsOf(all);
        }
    }

    @Test
    void aNameIsRefusedWhileItsFirstOwnerLivesAndFreeAfterwards() {
        RespClient first = door.member("g:n");
        assertThat(door.connect().call("CLIENT", "SETNAME", "g:n")).isEqualTo(error("CONS id g:n is already taken"));
        first.close();
        await().until(() -> door.connect().call("CLIENT", "SETNAME", "g:n").equals(OK));
    }

    @Test
    void aNewGroupMayStartAtTheEnd() {
        produce(5);
        RespClient member = door.member("g:n");
        assertThat(member.call("BLPOP", "topics:t:{\"auto.offset.reset\": \"largest\"}", "0.01"))
                .isEqualTo(NOTHING);
        assertThat(door.connect().call("RPUSHX", "topics:t", "new")).isEqualTo(ONE);
        assertThat(values(pop(member, 1))).containsExactly("new");
    }
}
