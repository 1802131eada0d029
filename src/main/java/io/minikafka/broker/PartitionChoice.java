package io.minikafka.broker;

import io.minikafka.broker.BrokerException.Code;
import io.minikafka.store.KeyPartitioner;
import io.minikafka.store.Message;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.UnknownPartitionException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Picks the partition of each message of a request. Safe for use by many threads. */
public final class PartitionChoice {
    private static final int UNDECIDED = -1;

    private final Rotation rotation;

    /** Picks the partition of messages without a key, one for all of a request. */
    @FunctionalInterface
    public interface Rotation {
        /** A partition from 0 to below {@code count}. */
        int next(TopicName topic, int count);
    }

    public PartitionChoice(Rotation rotation) {
        this.rotation = rotation;
    }

    /**
     * One partition a message, each of them below {@code count}.
     *
     * @throws BrokerException when the placement does not fit the messages or the topic
     * @throws UnknownPartitionException when the placement names a partition that is not there
     */
    public int[] choose(TopicName topic, List<Message> messages, Placement placement, int count) {
        if (placement instanceof Placement.Sole && count > 1) {
            throw new BrokerException(
                    Code.FAILED_PRECONDITION,
                    "The topic '" + topic + "' has " + count
                            + " partitions; this request knows no partitions and needs a topic of 1");
        }
        List<@Nullable Integer> explicit = placement instanceof Placement.Explicit named ? named.partitions() : null;
        if (explicit != null && explicit.size() != messages.size()) {
            throw new BrokerException(
                    Code.INVALID_ARGUMENT,
                    "There are " + explicit.size() + " partitions for " + messages.size()
                            + " messages; accepted is one each");
        }
        int[] chosen = new int[messages.size()];
        int unkeyed = UNDECIDED;
        for (int i = 0; i < chosen.length; i++) {
            Integer named = explicit == null ? null : explicit.get(i);
            Message message = messages.get(i);
            if (named != null) {
                chosen[i] = checked(topic, named, count);
            } else if (message.key() != null) {
                chosen[i] = KeyPartitioner.partitionFor(message.key(), count);
            } else {
                unkeyed = unkeyed == UNDECIDED ? rotation.next(topic, count) : unkeyed;
                chosen[i] = unkeyed;
            }
        }
        return chosen;
    }

    private static int checked(TopicName topic, int partition, int count) {
        if (partition < 0 || partition >= count) {
            throw new UnknownPartitionException(new TopicPartition(topic, partition), count);
        }
        return partition;
    }
}
