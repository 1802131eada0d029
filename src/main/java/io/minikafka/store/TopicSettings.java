package io.minikafka.store;

import java.time.Duration;

/**
 * A topic's settings.
 *
 * @param partitions 1 to {@value #MAX_PARTITIONS}; may grow, never shrink
 * @param retentionAge a message that is this old or older is never served; from 1 ms
 * @param retentionBytes bound on the stored bytes of one partition, the oldest leaving first; {@link #UNBOUNDED} for none
 * @param durability what an append waits for; ignored by stores that are volatile anyway
 */
public record TopicSettings(int partitions, Duration retentionAge, long retentionBytes, Durability durability) {
    public static final int MAX_PARTITIONS = 10_000;
    private static final long LONGEST_SECONDS = Long.MAX_VALUE / 4000;
    public static final long UNBOUNDED = 0;
    /** One partition, 7 days, no bound on bytes, synced. */
    public static final TopicSettings DEFAULT = new TopicSettings(1, Duration.ofDays(7), UNBOUNDED, Durability.FSYNC);

    /** @throws InvalidArgumentException when a value is out of its bounds */
    public TopicSettings {
        if (partitions < 1 || partitions > MAX_PARTITIONS) {
            throw new InvalidArgumentException(
                    "number of partitions", Integer.toString(partitions), "a number from 1 to " + MAX_PARTITIONS);
        }
        if (retentionAge.compareTo(Duration.ofMillis(1)) < 0) {
            throw new InvalidArgumentException("retention age", retentionAge.toString(), "1 ms or longer");
        }
        if (retentionBytes < 0) {
            throw new InvalidArgumentException(
                    "retention bytes", Long.toString(retentionBytes), "0 (no bound) or a positive number");
        }
    }

    public TopicSettings withPartitions(int value) {
        return new TopicSettings(value, retentionAge, retentionBytes, durability);
    }

    public TopicSettings withRetentionAge(Duration value) {
        return new TopicSettings(partitions, value, retentionBytes, durability);
    }

    public TopicSettings withRetentionBytes(long value) {
        return new TopicSettings(partitions, retentionAge, value, durability);
    }

    public TopicSettings withDurability(Durability value) {
        return new TopicSettings(partitions, retentionAge, retentionBytes, value);
    }

    /** @throws InvalidArgumentException when a topic with these settings cannot be given the changed ones */
    public void checkChange(TopicName topic, TopicSettings changed) {
        if (changed.partitions < partitions) {
            throw new InvalidArgumentException(
                    "number of partitions of topic '" + topic + "'",
                    Integer.toString(changed.partitions),
                    partitions + " or more: partitions never shrink");
        }
    }

    /** The oldest timestamp still served at {@code now}, both in milliseconds since the epoch. */
    public long oldestServed(long now) {
        // An age of millions of years must not overflow into the future.
        long age = retentionAge.getSeconds() > LONGEST_SECONDS ? LONGEST_SECONDS * 1000 : retentionAge.toMillis();
        return now - age + 1;
    }
}
