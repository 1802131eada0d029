package io.minikafka.kafka.export;

import io.minikafka.group.GroupName;
import io.minikafka.store.InvalidArgumentException;
import io.minikafka.store.TopicName;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What to export.
 *
 * @param topics by name; none for all
 * @param groups those whose positions are exported
 * @param replicationFactor of the topics that are created; {@link #CLUSTER_DEFAULT} leaves it to the cluster
 */
public record ExportOptions(Mode mode, Set<TopicName> topics, GroupChoice groups, short replicationFactor) {
    public static final short CLUSTER_DEFAULT = -1;

    /** Everything, with the cluster's replication factor. */
    public static final ExportOptions DEFAULT =
            new ExportOptions(Mode.COPY, Set.of(), GroupChoice.ALL, CLUSTER_DEFAULT);

    /** How far to go. */
    public enum Mode {
        /** Copies and compares. */
        COPY,
        /** Only compares with what former runs have copied. Changes nothing in Kafka. */
        VERIFY,
        /** Only finds out what there is to copy, and whether it can be. Changes nothing in Kafka. */
        PLAN
    }

    /**
     * Some of the source's groups.
     *
     * @param named must exist in the source
     */
    public record GroupChoice(Set<GroupName> named, Predicate<GroupName> includes) {
        public static final GroupChoice ALL = new GroupChoice(Set.of(), group -> true);
        public static final GroupChoice NONE = new GroupChoice(Set.of(), group -> false);

        public GroupChoice {
            named = Set.copyOf(named);
        }

        public static GroupChoice of(Set<GroupName> named) {
            return new GroupChoice(named, named::contains);
        }
    }

    public ExportOptions {
        topics = Set.copyOf(topics);
        if (replicationFactor < 1 && replicationFactor != CLUSTER_DEFAULT) {
            throw new InvalidArgumentException(
                    "replication factor", Short.toString(replicationFactor), "1 or more, or -1 for the cluster's");
        }
    }

    public ExportOptions withMode(Mode value) {
        return new ExportOptions(value, topics, groups, replicationFactor);
    }

    public ExportOptions withTopics(Set<TopicName> value) {
        return new ExportOptions(mode, value, groups, replicationFactor);
    }

    public ExportOptions withGroups(GroupChoice value) {
        return new ExportOptions(mode, topics, value, replicationFactor);
    }

    public ExportOptions withReplicationFactor(short value) {
        return new ExportOptions(mode, topics, groups, value);
    }
}
