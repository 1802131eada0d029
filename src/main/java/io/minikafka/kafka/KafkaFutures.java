package io.minikafka.kafka;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.KafkaFuture;

/** Kafka's futures as ours, whose failures are a broker's. */
final class KafkaFutures {
    private KafkaFutures() {}

    static <T> CompletableFuture<T> of(KafkaFuture<T> future) {
        CompletableFuture<T> result = new CompletableFuture<>();
        var unused = future.whenComplete((value, failure) -> {
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(KafkaFailures.translate(failure));
            }
        });
        return result;
    }

    /** The same future, of which every failure is a broker's. */
    static <T> CompletableFuture<T> translated(CompletableFuture<T> future) {
        CompletableFuture<T> result = new CompletableFuture<>();
        future.whenComplete((value, failure) -> {
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(KafkaFailures.translate(failure));
            }
        });
        return result;
    }
}
