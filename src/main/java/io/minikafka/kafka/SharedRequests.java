package io.minikafka.kafka;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Requests under way: who asks for the same thing meanwhile gets the same answer, without a request of his own. Safe for
 * use by many threads.
 */
final class SharedRequests<K, V> {
    private final ConcurrentHashMap<K, CompletableFuture<V>> underWay = new ConcurrentHashMap<>();

    /** Each caller gets a future of his own, which he may cancel; its failures are a broker's. */
    CompletableFuture<V> ask(K key, Supplier<CompletableFuture<V>> request) {
        CompletableFuture<V> mine = new CompletableFuture<>();
        CompletableFuture<V> others = underWay.putIfAbsent(key, mine);
        if (others != null) {
            return KafkaFutures.translated(others);
        }
        CompletableFuture<V> result = KafkaFutures.translated(mine);
        KafkaFutures.guarded(request).whenComplete((answer, failure) -> {
            underWay.remove(key, mine);
            if (failure == null) {
                mine.complete(answer);
            } else {
                mine.completeExceptionally(failure);
            }
        });
        return result;
    }
}
