package io.minikafka.kafka;

import io.minikafka.broker.BrokerException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaFuture;

/** Kafka's futures as ours, whose failures are a broker's. */
final class KafkaFutures {
    private KafkaFutures() {}

    static <T> CompletableFuture<T> of(KafkaFuture<T> future) {
        return translated(future.toCompletionStage().toCompletableFuture());
    }

    /** The same, of which every failure is a broker's. */
    static <T> CompletableFuture<T> translated(CompletableFuture<T> future) {
        return translated(future, KafkaFailures::translate);
    }

    /** The same, whose failure is what the translation makes of it. Whoever cancels it leaves the other alone. */
    static <T> CompletableFuture<T> translated(
            CompletableFuture<T> future, Function<Throwable, BrokerException> translation) {
        CompletableFuture<T> result = new CompletableFuture<>();
        future.whenComplete((value, failure) -> {
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(translation.apply(failure));
            }
        });
        return result;
    }

    /** What the action begins; every failure, to begin it, too, is a broker's and in the future. */
    static <T> CompletableFuture<T> guarded(Supplier<CompletableFuture<T>> action) {
        try {
            return translated(action.get());
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(KafkaFailures.translate(e));
        }
    }
}
