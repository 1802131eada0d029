package io.minikafka.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.group.GroupDescription;
import io.minikafka.group.GroupDescription.MemberDescription;
import io.minikafka.group.GroupDescription.PartitionProgress;
import io.minikafka.group.GroupName;
import io.minikafka.store.TopicPartition;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What scenarios of the group g, which reads the topic t, have in common. */
abstract class GroupFixture extends RespFixture {
    static final GroupName GROUP = GroupName.of("g");

    /** Produces m0, m1 … to the topic t, each with itself as its key. */
    final List<String> produce(int count) {
        return produce(0, count);
    }

    final List<String> produce(int first, int count) {
        List<String> values =
                IntStream.range(first, first + count).mapToObj(i -> "m" + i).toList();
        try (RespClient producer = door.connect()) {
            for (String value : values) {
                assertThat(producer.call("RPUSHX", "topics:t:" + value, value)).isEqualTo(ONE);
            }
        }
        return values;
    }

    final GroupDescription group() {
        return door.broker.describeGroup(GROUP).join();
    }

    final PartitionProgress progress(int partition) {
        return group().partitions().stream()
                .filter(progress -> progress.partition().equals(TopicPartition.of("t", partition)))
                .findFirst()
                .orElseThrow();
    }

    final void awaitMembers(int count) {
        await().until(() -> members().size() == count);
    }

    final List<MemberDescription> members() {
        return door.broker.groups().join().contains(GROUP) ? group().members() : List.of();
    }

    /** Waits until these are all the members, by name, and each has so many partitions. */
    final void awaitShares(int partitions, String... names) {
        await().untilAsserted(() -> {
            assertThat(members()).extracting(MemberDescription::name).containsExactlyInAnyOrder(names);
            assertThat(members())
                    .allSatisfy(member -> assertThat(member.assignment()).hasSize(partitions));
        });
    }

    /** The numbers of the partitions that a member reads. */
    final Set<Integer> partitionsOf(String name) {
        return members().stream()
                .filter(member -> member.name().equals(name))
                .flatMap(member -> member.assignment().stream())
                .map(TopicPartition::partition)
                .collect(Collectors.toSet());
    }
}
