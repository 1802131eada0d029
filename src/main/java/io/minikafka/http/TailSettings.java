package io.minikafka.http;

import io.minikafka.broker.FetchLimits;
import io.minikafka.store.InvalidArgumentException;
import java.time.Duration;

/**
 * Bounds of live tails.
 *
 * @param maxTails at the same time
 * @param maxPartitions of one tail
 * @param bufferBytes read ahead of what a client has taken, by one tail; one message of each partition always fits
 * @param heartbeat a comment is sent after so long, so that both sides notice when the other has gone
 */
public record TailSettings(int maxTails, int maxPartitions, int bufferBytes, Duration heartbeat) {
    private static final int BUFFERED_MESSAGES = 1_000;

    public TailSettings {
        HttpSettings.atLeastOne("greatest number of tails", maxTails);
        HttpSettings.atLeastOne("greatest number of partitions of a tail", maxPartitions);
        HttpSettings.atLeastOne("buffer of a tail", bufferBytes);
        if (heartbeat.isNegative() || heartbeat.isZero()) {
            throw new InvalidArgumentException("heartbeat of tails", heartbeat.toString(), "longer than 0");
        }
    }

    /** Each partition of so many gets its share. */
    FetchLimits share(int partitions) {
        int among = Math.max(1, partitions);
        return new FetchLimits(Math.max(1, BUFFERED_MESSAGES / among), Math.max(1, bufferBytes / among));
    }
}
