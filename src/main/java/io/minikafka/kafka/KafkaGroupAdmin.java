package io.minikafka.kafka;

import io.minikafka.broker.BrokerException;
import io.minikafka.broker.BrokerException.Code;
import io.minikafka.broker.OffsetReset;
import io.minikafka.broker.Start;
import io.minikafka.group.GroupDescription;
import io.minikafka.group.GroupHasMembersException;
import io.minikafka.group.GroupName;
import io.minikafka.kafka.LogOffsets.Range;
import io.minikafka.store.InvalidArgumentException;
import io.minikafka.store.OffsetOutOfRangeException;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.UnknownPartitionException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;

/**
 * Consumer groups, seen from outside: those of this service's members and everybody else's in the cluster. Nothing
 * blocks; failures are a broker's. Safe for use by many threads.
 */
final class KafkaGroupAdmin {
    private final Admin admin;
    private final KafkaTopics topics;
    private final GroupDescriber describer;
    private final SkippedMessages skipped;

    KafkaGroupAdmin(Admin admin, KafkaTopics topics, SkippedMessages skipped) {
        this.admin = admin;
        this.topics = topics;
        this.skipped = skipped;
        this.describer = new GroupDescriber(admin, topics, skipped);
    }

    /** Sorted; without groups that are not for consuming, and those whose names ours cannot have. */
    CompletableFuture<List<GroupName>> names() {
        return KafkaFutures.guarded(() -> KafkaFutures.of(
                        admin.listGroups(ListGroupsOptions.forConsumerGroups()).all())
                .thenApply(groups -> groups.stream()
                        .map(GroupListing::groupId)
                        .flatMap(id -> name(id).stream())
                        .sorted()
                        .toList()));
    }

    private static Optional<GroupName> name(String id) {
        try {
            return Optional.of(GroupName.of(id));
        } catch (InvalidArgumentException e) {
            return Optional.empty();
        }
    }

    CompletableFuture<GroupDescription> describe(GroupName group) {
        return KafkaFutures.guarded(() -> existing(group).thenCompose(found -> describer.describe(group, found)));
    }

    private CompletableFuture<ConsumerGroupDescription> existing(GroupName group) {
        var answers = admin.describeConsumerGroups(List.of(group.value())).describedGroups();
        return Objects.requireNonNull(answers.get(group.value()))
                .toCompletionStage()
                .toCompletableFuture()
                .handle((found, failure) -> {
                    if (failure == null) {
                        // What brokers before 4.0 say when there is none.
                        if (found.groupState() == GroupState.DEAD) {
                            throw unknown(group);
                        }
                        return found;
                    }
                    // What the client says of a group with another purpose than consuming.
                    throw failure instanceof IllegalArgumentException ? unknown(group) : translate(group, failure);
                });
    }

    // Setting offsets

    /** Refused with {@link Code#FAILED_PRECONDITION} while the group has members, which Kafka lets nobody pass over. */
    CompletableFuture<GroupDescription> reset(GroupName group, OffsetReset reset) {
        return KafkaFutures.guarded(() -> topics.refresh(reset.topic())
                .thenCompose(topic -> targets(chosen(reset, topic.partitions()), reset.to()))
                .thenCompose(targets -> commit(group, targets))
                .thenCompose(nothing -> describe(group)));
    }

    private static List<TopicPartition> chosen(OffsetReset reset, int partitions) {
        IntStream numbers = reset.partitions().isEmpty()
                ? IntStream.range(0, partitions)
                : reset.partitions().stream().mapToInt(Integer::intValue);
        return numbers.mapToObj(number -> {
                    TopicPartition partition = new TopicPartition(reset.topic(), number);
                    if (number < 0 || number >= partitions) {
                        throw new UnknownPartitionException(partition, partitions);
                    }
                    return partition;
                })
                .toList();
    }

    private CompletableFuture<Map<TopicPartition, Long>> targets(List<TopicPartition> partitions, Start to) {
        CompletableFuture<Map<TopicPartition, ListOffsetsResultInfo>> atTimestamp = to instanceof Start.AtTimestamp at
                ? topics.offsets().atTimestamp(partitions, at.timestamp())
                : CompletableFuture.completedFuture(Map.of());
        return topics.offsets().ranges(partitions).thenCombine(atTimestamp, (ranges, found) -> {
            Map<TopicPartition, Long> targets = new HashMap<>();
            ranges.forEach((partition, range) -> {
                ListOffsetsResultInfo first = found.get(partition);
                targets.put(partition, target(partition, range, to, first == null ? -1 : first.offset()));
            });
            return targets;
        });
    }

    /** @param atTimestamp what the time was found at; -1 when nothing is as young */
    private static long target(TopicPartition partition, Range range, Start to, long atTimestamp) {
        long offset = LogOffsets.offset(to, range, atTimestamp);
        if (to instanceof Start.AtOffset && (offset < range.start() || offset > range.end())) {
            throw new OffsetOutOfRangeException(partition, offset, range.start(), range.end());
        }
        return offset;
    }

    private CompletableFuture<Void> commit(GroupName group, Map<TopicPartition, Long> targets) {
        Map<org.apache.kafka.common.TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        targets.forEach((partition, offset) -> offsets.put(Records.of(partition), new OffsetAndMetadata(offset)));
        return orHasMembers(
                group,
                KafkaFutures.of(
                        admin.alterConsumerGroupOffsets(group.value(), offsets).all()),
                members -> new BrokerException(
                        Code.FAILED_PRECONDITION,
                        "The group '" + group + "' has " + members
                                + " members; over Kafka its offsets can be set when it has none"));
    }

    // Deleting

    CompletableFuture<Void> delete(GroupName group) {
        return KafkaFutures.guarded(() -> orHasMembers(
                        group,
                        KafkaFutures.of(admin.deleteConsumerGroups(List.of(group.value()))
                                .all()),
                        members -> new GroupHasMembersException(group, members))
                .thenAccept(nothing -> skipped.forget(group)));
    }

    /** Names the group, and the number of its members when these are in the way. */
    private CompletableFuture<Void> orHasMembers(
            GroupName group, CompletableFuture<Void> action, Function<Integer, RuntimeException> refusal) {
        return action.handle((nothing, failure) -> {
                    if (failure == null) {
                        return action;
                    }
                    BrokerException reason = translate(group, failure);
                    if (reason.code() != Code.FAILED_PRECONDITION) {
                        return CompletableFuture.<Void>failedFuture(reason);
                    }
                    return existing(group)
                            .thenApply(ConsumerGroupDescription::members)
                            .thenApply(Collection::size)
                            .<Void>thenCompose(members -> CompletableFuture.failedFuture(refusal.apply(members)));
                })
                .thenCompose(Function.identity());
    }

    private static BrokerException translate(GroupName group, Throwable failure) {
        BrokerException reason = KafkaFailures.translate(failure);
        return reason.code() == Code.UNKNOWN_GROUP ? unknown(group) : reason;
    }

    private static BrokerException unknown(GroupName group) {
        return new BrokerException(Code.UNKNOWN_GROUP, "There is no consumer group '" + group + "'");
    }
}
