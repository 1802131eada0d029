package io.minikafka.group;

import io.minikafka.store.InvalidArgumentException;
import io.minikafka.store.TopicName;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a member asks for when it joins a group.
 *
 * @param name for people; need not be unique
 * @param topics at least one; those that do not exist yet are read from their first message once they do
 * @param startAt for partitions without a committed offset
 * @param maxPollInterval a member that neither reads nor acknowledges for so long loses its partitions; 1 ms or longer
 * @param commitInterval how long acknowledgements may be gathered before they are committed, where committing has its
 *     price; zero: whoever acknowledges waits for the commit. Committing at once is always allowed
 * @param tuning by librdkafka's names and checked, for backends that fetch: others ignore it
 */
public record MemberSpec(
        String name,
        Set<TopicName> topics,
        StartAt startAt,
        Duration maxPollInterval,
        Duration commitInterval,
        Map<String, String> tuning) {
    /** As in Apache Kafka. */
    public static final Duration DEFAULT_MAX_POLL_INTERVAL = Duration.ofMinutes(5);

    /** Commits at once, and leaves the tuning to the backend. */
    public MemberSpec(String name, Set<TopicName> topics, StartAt startAt, Duration maxPollInterval) {
        this(name, topics, startAt, maxPollInterval, Duration.ZERO, Map.of());
    }

    public MemberSpec {
        tuning = Map.copyOf(tuning);
        if (commitInterval.isNegative()) {
            throw new InvalidArgumentException("commit interval", commitInterval.toString(), "0 or longer");
        }
        topics = Set.copyOf(new LinkedHashSet<>(topics));
        if (topics.isEmpty()) {
            throw new InvalidArgumentException("number of topics to subscribe to", "0", "1 or more");
        }
        if (maxPollInterval.compareTo(Duration.ofMillis(1)) < 0) {
            throw new InvalidArgumentException("max poll interval", maxPollInterval.toString(), "1 ms or longer");
        }
    }
}
