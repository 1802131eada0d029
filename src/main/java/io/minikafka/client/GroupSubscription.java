package io.minikafka.client;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a member of a consumer group reads, and how.
 *
 * @param group its name, 1 to 255 bytes
 * @param member shown where the group is described; over the Redis protocol unique within the group. Null: a random one
 * @param topics at least one; those that do not exist yet are read once they do
 * @param startAt for partitions for which the group has no committed offset
 * @param maxPollInterval a member that neither polls nor acknowledges for so long loses its partitions to the others,
 *     until it polls again
 * @param maxPollMessages bound on what one poll returns
 * @param prefetch bound on the messages that are fetched ahead of polls: they wait in this client's memory, and are not
 *     delivered to other members meanwhile. Over gRPC fewer, when they are so large that they would take more than
 *     about 32 MiB
 */
public record GroupSubscription(
        String group,
        @Nullable String member,
        List<String> topics,
        GroupStart startAt,
        Duration maxPollInterval,
        int maxPollMessages,
        int prefetch) {
    private static final Duration MAX_POLL_INTERVAL = Duration.ofMinutes(5);
    private static final int MAX_POLL_MESSAGES = 500;
    private static final int PREFETCH = 2_000;

    public GroupSubscription {
        topics = List.copyOf(topics);
        if (group.isEmpty() || topics.isEmpty()) {
            throw new IllegalArgumentException(
                    "The group is '" + group + "' and the topics are " + topics + "; needed are a name and a topic");
        }
        if (maxPollInterval.isNegative() || maxPollInterval.isZero()) {
            throw new IllegalArgumentException(
                    "The max poll interval is " + maxPollInterval + "; accepted is longer than 0");
        }
        if (maxPollMessages < 1 || prefetch < 1) {
            throw new IllegalArgumentException("The bounds are " + maxPollMessages + " messages a poll and " + prefetch
                    + " fetched ahead; accepted is 1 or more of each");
        }
    }

    /** From the earliest message, an interval of 5 minutes, 500 messages a poll and 2,000 ahead. */
    public static GroupSubscription of(String group, String... topics) {
        return of(group, List.of(topics));
    }

    public static GroupSubscription of(String group, List<String> topics) {
        return new GroupSubscription(
                group, null, topics, GroupStart.EARLIEST, MAX_POLL_INTERVAL, MAX_POLL_MESSAGES, PREFETCH);
    }

    public GroupSubscription withMember(@Nullable String value) {
        return new GroupSubscription(group, value, topics, startAt, maxPollInterval, maxPollMessages, prefetch);
    }

    public GroupSubscription withStartAt(GroupStart value) {
        return new GroupSubscription(group, member, topics, value, maxPollInterval, maxPollMessages, prefetch);
    }

    public GroupSubscription withMaxPollInterval(Duration value) {
        return new GroupSubscription(group, member, topics, startAt, value, maxPollMessages, prefetch);
    }

    public GroupSubscription withMaxPollMessages(int value) {
        return new GroupSubscription(group, member, topics, startAt, maxPollInterval, value, prefetch);
    }

    public GroupSubscription withPrefetch(int value) {
        return new GroupSubscription(group, member, topics, startAt, maxPollInterval, maxPollMessages, value);
    }
}
