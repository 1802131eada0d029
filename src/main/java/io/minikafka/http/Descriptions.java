package io.minikafka.http;

import io.minikafka.broker.BrokerException;
import io.minikafka.broker.BrokerException.Code;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Describes all that was listed. */
final class Descriptions {
    private Descriptions() {}

    /**
     * Of each name what describing it brings, in the same order.
     *
     * @param gone what describing fails with where it has gone, or is no more the caller's to see, since it was listed:
     *     that one is left out. Any other failure is the answer's
     */
    static <D, R> CompletableFuture<List<R>> ofAll(
            List<String> names,
            Function<String, CompletableFuture<D>> describe,
            Function<D, R> summary,
            Set<Code> gone) {
        List<CompletableFuture<@Nullable R>> all = names.stream()
                .map(name -> describe.apply(name).handle((description, failure) -> {
                    if (failure != null) {
                        return none(failure, gone);
                    }
                    return summary.apply(description);
                }))
                .toList();
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .thenApply(done -> all.stream()
                        .map(CompletableFuture::join)
                        .filter(Objects::nonNull)
                        .toList());
    }

    private static <R> @Nullable R none(Throwable failure, Set<Code> gone) {
        BrokerException reason = BrokerException.in(failure);
        if (reason == null) {
            throw new IllegalStateException("What was listed cannot be described", failure);
        }
        if (gone.contains(reason.code())) {
            return null;
        }
        throw reason;
    }
}
