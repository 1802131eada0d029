package io.minikafka.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.group.Acknowledgement;
import io.minikafka.group.GroupDescription;
import io.minikafka.group.GroupDescription.PartitionProgress;
import io.minikafka.group.MemberSpec;
import io.minikafka.group.StartAt;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;

/** How tests speak to the members of a group, whatever the backend. */
abstract class BrokerGroupContract extends BrokerContract {
    final GroupMember join(String name) {
        return join(broker, spec(name));
    }

    final GroupMember join(MemberSpec spec) {
        return join(broker, spec);
    }

    final GroupMember join(Broker at, MemberSpec spec) {
        return get(at.joinGroup(group, spec, GroupListener.NONE));
    }

    final MemberSpec spec(String name) {
        return new MemberSpec(name, Set.of(topic), StartAt.EARLIEST, MemberSpec.DEFAULT_MAX_POLL_INTERVAL);
    }

    final MemberSpec startingAtLatest(TopicName... topics) {
        return new MemberSpec("latest", Set.of(topics), StartAt.LATEST, MemberSpec.DEFAULT_MAX_POLL_INTERVAL);
    }

    final MemberSpec committingEvery(Duration interval) {
        return new MemberSpec(
                "one", Set.of(topic), StartAt.EARLIEST, MemberSpec.DEFAULT_MAX_POLL_INTERVAL, interval, Map.of());
    }

    static List<String> poll(GroupMember member) {
        return values(get(member.poll(LIMITS, FOREVER)));
    }

    static List<String> pollOne(GroupMember member) {
        return values(get(member.poll(ONE, FOREVER)));
    }

    static void acknowledge(GroupMember member, TopicPartition partition, long offset) {
        get(member.acknowledge(List.of(new Acknowledgement(partition, offset))));
    }

    final void acknowledge(GroupMember member, long offset) {
        acknowledge(member, p0, offset);
    }

    final PartitionProgress progress(TopicPartition partition) {
        return progress(get(broker.describeGroup(group)), partition);
    }

    static PartitionProgress progress(GroupDescription description, TopicPartition partition) {
        return description.partitions().stream()
                .filter(each -> each.partition().equals(partition))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No progress in " + partition + ": " + description));
    }

    final long committed(TopicPartition partition) {
        return progress(partition).committed().orElseThrow();
    }

    /** Joining and leaving takes its time where members are not in this process. */
    static void awaitAssignment(GroupMember member, TopicPartition... partitions) {
        Awaitility.await().untilAsserted(() -> assertThat(member.assignment()).containsExactlyInAnyOrder(partitions));
    }

    final boolean exists() {
        return BrokerException.in(get(broker.describeGroup(group).handle((description, failure) -> failure))) == null;
    }
}
