package io.minikafka.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StickyAssignorTests {
    private static final TopicName A = TopicName.of("a");
    private static final TopicName B = TopicName.of("b");

    @Test
    void oneMemberGetsEverything() {
        assertThat(counts(assign(Map.of("one", Set.of(A)), partitions(A, 4), Map.of())))
                .isEqualTo(Map.of("one", 4L));
    }

    @Test
    void twoMembersGetHalfEach() {
        assertThat(counts(assign(members("one", "two"), partitions(A, 4), Map.of())))
                .isEqualTo(Map.of("one", 2L, "two", 2L));
    }

    @Test
    void topicsAreBalancedTogether() {
        List<TopicPartition> each = new ArrayList<>(partitions(A, 1));
        each.addAll(partitions(B, 1));

        assertThat(counts(assign(members("one", "two"), each, Map.of()))).isEqualTo(Map.of("one", 1L, "two", 1L));
    }

    @Test
    void nobodyGetsATopicItDidNotAskFor() {
        Map<String, Set<TopicName>> subscriptions = new LinkedHashMap<>();
        subscriptions.put("one", Set.of(A));
        subscriptions.put("two", Set.of(B));
        List<TopicPartition> each = new ArrayList<>(partitions(A, 3));
        each.addAll(partitions(B, 1));

        Map<TopicPartition, String> assignment = assign(subscriptions, each, Map.of());

        assertThat(assignment).containsEntry(new TopicPartition(B, 0), "two");
        assertThat(counts(assignment)).isEqualTo(Map.of("one", 3L, "two", 1L));
    }

    @Test
    void aNewMemberTakesNoMoreThanItsShareAndOthersKeepTheRest() {
        Map<TopicPartition, String> before = assign(members("one", "two"), partitions(A, 6), Map.of());

        Map<TopicPartition, String> after = assign(members("one", "two", "three"), partitions(A, 6), before);

        assertThat(counts(after)).isEqualTo(Map.of("one", 2L, "two", 2L, "three", 2L));
        assertThat(moved(before, after)).isEqualTo(2);
    }

    @Test
    void whenAMemberLeavesTheOthersKeepWhatTheyHave() {
        Map<TopicPartition, String> before = assign(members("one", "two", "three"), partitions(A, 6), Map.of());

        Map<TopicPartition, String> after = assign(members("one", "three"), partitions(A, 6), before);

        before.forEach((partition, owner) -> {
            if (!owner.equals("two")) {
                assertThat(after).containsEntry(partition, owner);
            }
        });
        assertThat(counts(after)).isEqualTo(Map.of("one", 3L, "three", 3L));
    }

    @Test
    void moreMembersThanPartitionsLeaveSomeWithout() {
        assertThat(counts(assign(members("one", "two", "three"), partitions(A, 2), Map.of())))
                .isEqualTo(Map.of("one", 1L, "two", 1L));
    }

    @Test
    void withoutASubscriberAPartitionHasNoOwner() {
        assertThat(assign(Map.of("one", Set.of(B)), partitions(A, 2), Map.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void whateverTheSubscriptionsTheResultIsCompleteAndBalanced(long seed) {
        Random random = new Random(seed);
        List<TopicName> topics =
                IntStream.range(0, 5).mapToObj(i -> TopicName.of("t" + i)).toList();
        List<TopicPartition> partitions = topics.stream()
                .flatMap(topic -> partitions(topic, random.nextInt(7)).stream())
                .toList();
        Map<TopicPartition, String> current = new HashMap<>();
        for (int round = 0; round < 50; round++) {
            Map<String, Set<TopicName>> subscriptions = new LinkedHashMap<>();
            for (int i = 0; i < random.nextInt(9); i++) {
                subscriptions.put(
                        "m" + random.nextInt(12),
                        topics.stream().filter(topic -> random.nextBoolean()).collect(Collectors.toSet()));
            }

            current = assign(subscriptions, partitions, current);

            assertFits(subscriptions, partitions, current);
        }
    }

    private static void assertFits(
            Map<String, Set<TopicName>> subscriptions,
            List<TopicPartition> partitions,
            Map<TopicPartition, String> assignment) {
        Map<String, Long> counts = counts(assignment);
        for (TopicPartition partition : partitions) {
            List<String> subscribers = subscriptions.entrySet().stream()
                    .filter(entry -> entry.getValue().contains(partition.topic()))
                    .map(Map.Entry::getKey)
                    .toList();
            if (subscribers.isEmpty()) {
                assertThat(assignment).doesNotContainKey(partition);
                continue;
            }
            String owner = assignment.get(partition);
            assertThat(subscribers).contains(owner);
            assertThat(subscribers)
                    .as("nobody who could take %s from %s has at least two fewer", partition, owner)
                    .allSatisfy(other ->
                            assertThat(counts.getOrDefault(other, 0L)).isGreaterThanOrEqualTo(counts.get(owner) - 1));
        }
    }

    private static Map<TopicPartition, String> assign(
            Map<String, Set<TopicName>> subscriptions,
            List<TopicPartition> partitions,
            Map<TopicPartition, String> current) {
        return StickyAssignor.assign(subscriptions, partitions, current);
    }

    private static Map<String, Set<TopicName>> members(String... names) {
        Map<String, Set<TopicName>> members = new LinkedHashMap<>();
        for (String name : names) {
            members.put(name, Set.of(A, B));
        }
        return members;
    }

    private static List<TopicPartition> partitions(TopicName topic, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new TopicPartition(topic, i))
                .toList();
    }

    private static Map<String, Long> counts(Map<TopicPartition, String> assignment) {
        return assignment.values().stream()
                .collect(Collectors.groupingBy(owner -> owner, TreeMap::new, Collectors.counting()));
    }

    private static long moved(Map<TopicPartition, String> before, Map<TopicPartition, String> after) {
        return before.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(after.get(entry.getKey())))
                .count();
    }
}
