package io.minikafka.broker;

import io.minikafka.broker.ProduceResult.Run;
import io.minikafka.store.AppendResult;
import io.minikafka.store.Durability;
import io.minikafka.store.Message;
import io.minikafka.store.MessageStore;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Appends a request's messages to their partitions and tells where they went, in the request's order. */
final class Appends {
    private Appends() {}

    static CompletableFuture<ProduceResult> toOne(
            MessageStore store, TopicPartition partition, List<Message> messages) {
        CompletableFuture<AppendResult> appended = store.append(partition, messages);
        return once(appended, () -> {
            AppendResult result = appended.join();
            return new ProduceResult(
                    List.of(new Run(partition.partition(), result.firstOffset(), result.count())), result.durability());
        });
    }

    /** @param partitions one a message */
    static CompletableFuture<ProduceResult> toEach(
            MessageStore store, TopicName topic, List<Message> messages, int[] partitions) {
        Map<Integer, List<Message>> byPartition = new LinkedHashMap<>();
        for (int i = 0; i < partitions.length; i++) {
            byPartition
                    .computeIfAbsent(partitions[i], partition -> new ArrayList<>())
                    .add(messages.get(i));
        }
        if (byPartition.size() == 1) {
            return toOne(store, new TopicPartition(topic, partitions[0]), messages);
        }
        Map<Integer, CompletableFuture<AppendResult>> appended = new TreeMap<>();
        byPartition.forEach(
                (partition, part) -> appended.put(partition, store.append(new TopicPartition(topic, partition), part)));
        return once(
                CompletableFuture.allOf(appended.values().toArray(CompletableFuture[]::new)),
                () -> new ProduceResult(runs(partitions, appended), weakest(appended)));
    }

    private static List<Run> runs(int[] partitions, Map<Integer, CompletableFuture<AppendResult>> appended) {
        Map<Integer, Long> nextOffsets = new TreeMap<>();
        appended.forEach(
                (partition, result) -> nextOffsets.put(partition, result.join().firstOffset()));
        List<Run> runs = new ArrayList<>();
        int start = 0;
        while (start < partitions.length) {
            int partition = partitions[start];
            int end = start + 1;
            while (end < partitions.length && partitions[end] == partition) {
                end++;
            }
            int count = end - start;
            long next = nextOffsets.merge(partition, (long) count, Long::sum);
            runs.add(new Run(partition, next - count, count));
            start = end;
        }
        return List.copyOf(runs);
    }

    /** The setting may have changed between two appends; then only the weaker one holds for all. */
    private static Durability weakest(Map<Integer, CompletableFuture<AppendResult>> appended) {
        return appended.values().stream()
                .map(result -> result.join().durability())
                .min(Durability::compareTo)
                .orElseThrow();
    }

    /** The result, or the failure translated, once {@code done} is complete; without detours when it is already. */
    private static CompletableFuture<ProduceResult> once(CompletableFuture<?> done, Supplier<ProduceResult> result) {
        if (done.isDone() && !done.isCompletedExceptionally()) {
            return CompletableFuture.completedFuture(result.get());
        }
        CompletableFuture<ProduceResult> produced = new CompletableFuture<>();
        done.whenComplete((value, failure) -> {
            if (failure == null) {
                produced.complete(result.get());
            } else {
                produced.completeExceptionally(StoreFailures.translate(failure));
            }
        });
        return produced;
    }
}
