package io.minikafka.http;

import io.minikafka.broker.Broker;
import io.minikafka.broker.FetchLimits;
import io.minikafka.broker.Start;
import io.minikafka.store.ReadResult;
import io.minikafka.store.TopicPartition;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Reads from a place as clients name it. */
final class Reading {
    private static final FetchLimits LEAST = new FetchLimits(1, 1);

    private Reading() {}

    static CompletableFuture<ReadResult> read(
            Broker broker, TopicPartition partition, From from, FetchLimits limits, Duration maxWait) {
        if (from instanceof From.At at) {
            return broker.fetch(partition, at.start(), limits, maxWait);
        }
        long wanted = ((From.Last) from).messages();
        return broker.fetch(partition, new Start.Latest(), LEAST, Duration.ZERO)
                .thenCompose(end -> {
                    long first = Math.max(end.logStartOffset(), end.logEndOffset() - wanted);
                    return broker.fetch(partition, new Start.AtOffset(first), limits, maxWait);
                })
                // Those that left by retention since were not asked for by their offsets.
                .thenApply(result -> new ReadResult(
                        result.messages(), result.nextOffset(), result.logStartOffset(), result.logEndOffset(), 0));
    }
}
