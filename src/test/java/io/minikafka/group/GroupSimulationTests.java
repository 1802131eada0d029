package io.minikafka.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever happens, in whatever order: what must always hold holds after every step. */
class GroupSimulationTests extends GroupFixture {
    private static final int STEPS = 600;
    private static final List<TopicName> TOPICS = List.of(ORDERS, TopicName.of("payments"), TopicName.of("returns"));

    private final List<Member> members = new ArrayList<>();

    /** For each partition the offset below which everything was delivered, or had left before. */
    private final Map<TopicPartition, Long> seen = new HashMap<>();

    /** For each partition the highest offset that may be committed. */
    private final Map<TopicPartition, Long> allowed = new HashMap<>();

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatMustAlwaysHoldHoldsAfterEveryStep(long seed) {
        Random random = new Random(seed);
        for (int step = 0; step < STEPS; step++) {
            step(random);
            members.removeIf(member -> !member.isLive());
            assertNobodySharesAPartition();
            assertEverythingHasAnOwner();
            assertCommitsDoNotPassAcknowledgements();
        }
        assertBalancedOnceNothingIsWaitedFor();
        assertEverythingRetainedAndNotAcknowledgedComesAgain();
    }

    private void step(Random random) {
        switch (random.nextInt(16)) {
            case 0, 1 -> joinOne(random);
            case 2 -> any(random, members).ifPresent(this::leave);
            case 3 -> growTopic(random);
            case 4, 5 -> anyPartition(random).ifPresent(partition -> append(partition, random.nextInt(20)));
            case 6 -> anyPartition(random).ifPresent(partition -> expireSome(random, partition));
            case 7 -> pass(Duration.ofSeconds(random.nextInt(8)));
            case 8 -> pass(random.nextInt(4) == 0 ? MAX_POLL_INTERVAL : Duration.ofMillis(1));
            case 9 -> resetSome(random);
            case 10 -> restartSometimes(random);
            case 11, 12 -> acknowledgeSome(random);
            default -> readSome(random);
        }
    }

    private void joinOne(Random random) {
        Set<TopicName> topics = new HashSet<>();
        topics.add(any(random, TOPICS).orElseThrow());
        topics.add(any(random, TOPICS).orElseThrow());
        members.add(join("m" + random.nextInt(100), topics, StartAt.EARLIEST));
    }

    private void growTopic(Random random) {
        TopicName topic = any(random, TOPICS).orElseThrow();
        topic(topic, Math.min(6, partitions.getOrDefault(topic, 0) + 1 + random.nextInt(2)));
    }

    private void expireSome(Random random, TopicPartition partition) {
        long[] log = logs.get(partition);
        expire(partition, log[0] + random.nextInt((int) (log[1] - log[0]) / 2 + 1));
    }

    private void readSome(Random random) {
        any(random, members)
                .ifPresent(member -> any(random, assignment(member)).ifPresent(partition -> {
                    List<Long> offsets = read(member, partition, 1 + random.nextInt(10));
                    long[] log = logs.get(partition);
                    if (!offsets.isEmpty()) {
                        long before = Math.max(seen.getOrDefault(partition, 0L), log[0]);
                        assertThat(offsets.get(0)).as("no gap in %s", partition).isLessThanOrEqualTo(before);
                        seen.merge(partition, offsets.get(offsets.size() - 1) + 1, Math::max);
                    }
                    // What has left needs no acknowledgement.
                    allowed.merge(partition, log[0], Math::max);
                }));
    }

    private void acknowledgeSome(Random random) {
        any(random, members)
                .ifPresent(member -> anyPartition(random).ifPresent(partition -> {
                    long offset = random.nextInt((int) logs.get(partition)[1] + 5);
                    boolean owner = assignment(member).contains(partition);
                    try {
                        acknowledge(member, partition, offset);
                        assertThat(owner).isTrue();
                        allowed.merge(partition, Math.min(offset + 1, deliveredEnd(partition)), Math::max);
                    } catch (NotOwnerException e) {
                        assertThat(owner).isFalse();
                    }
                }));
    }

    /** Nothing can be acknowledged that was never delivered, or never there for this group to be delivered. */
    private long deliveredEnd(TopicPartition partition) {
        return Math.max(seen.getOrDefault(partition, 0L), Math.max(logs.get(partition)[0], committedOr0(partition)));
    }

    private long committedOr0(TopicPartition partition) {
        return committed.getOrDefault(partition, 0L);
    }

    private void resetSome(Random random) {
        if (random.nextInt(5) == 0) {
            anyPartition(random).ifPresent(partition -> {
                long[] log = logs.get(partition);
                long offset = log[0] + random.nextInt((int) (log[1] - log[0]) + 1);
                group.reset(partition, offset);
                settle();
                allowed.put(partition, offset);
                seen.put(partition, offset);
            });
        }
    }

    private void restartSometimes(Random random) {
        if (random.nextInt(4) == 0) {
            group = group(Map.copyOf(committed));
            members.clear();
        }
    }

    private void assertNobodySharesAPartition() {
        List<TopicPartition> owned =
                members.stream().flatMap(member -> assignment(member).stream()).toList();
        assertThat(owned).doesNotHaveDuplicates();
    }

    private void assertEverythingHasAnOwner() {
        Set<TopicPartition> owned = new HashSet<>();
        members.forEach(member -> owned.addAll(assignment(member)));
        assertThat(owned).isEqualTo(new HashSet<>(partitionsOf(members)));
    }

    private List<TopicPartition> partitionsOf(Collection<Member> readers) {
        return partitions.entrySet().stream()
                .filter(topic -> readers.stream()
                        .anyMatch(member -> member.spec().topics().contains(topic.getKey())))
                .flatMap(topic -> IntStream.range(0, topic.getValue())
                        .mapToObj(number -> new TopicPartition(topic.getKey(), number)))
                .toList();
    }

    private void assertCommitsDoNotPassAcknowledgements() {
        committed.forEach((partition, offset) ->
                assertThat(offset).as("%s", partition).isLessThanOrEqualTo(allowed.getOrDefault(partition, 0L)));
    }

    private void assertBalancedOnceNothingIsWaitedFor() {
        members.forEach(member -> group.pollBegins(member));
        pass(REBALANCE_TIMEOUT);
        Map<Member, Integer> counts = new HashMap<>();
        members.forEach(member -> counts.put(member, assignment(member).size()));
        for (Member owner : members) {
            for (TopicPartition partition : assignment(owner)) {
                assertThat(members)
                        .filteredOn(other -> other.spec().topics().contains(partition.topic()))
                        .allSatisfy(
                                other -> assertThat(counts.get(other)).isGreaterThanOrEqualTo(counts.get(owner) - 1));
            }
        }
    }

    private void assertEverythingRetainedAndNotAcknowledgedComesAgain() {
        List.copyOf(members).forEach(this::leave);
        Map<TopicPartition, Long> before = Map.copyOf(committed);
        Member last = join("last", Set.copyOf(TOPICS), StartAt.EARLIEST);
        for (TopicPartition partition : partitionsOf(List.of(last))) {
            long[] log = logs.get(partition);
            long first = Math.max(before.getOrDefault(partition, 0L), log[0]);
            assertThat(read(last, partition))
                    .as("%s", partition)
                    .containsExactlyElementsOf(
                            LongStream.range(first, log[1]).boxed().toList());
        }
    }

    private Optional<TopicPartition> anyPartition(Random random) {
        return any(
                random,
                logs.keySet().stream()
                        .sorted(Comparator.comparing(TopicPartition::toString))
                        .toList());
    }

    private static <T> Optional<T> any(Random random, Collection<T> choices) {
        if (choices.isEmpty()) {
            return Optional.empty();
        }
        return choices.stream().skip(random.nextInt(choices.size())).findFirst();
    }
}
