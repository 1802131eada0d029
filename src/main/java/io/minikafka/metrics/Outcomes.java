package io.minikafka.metrics;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Looks at how futures end, and leaves them as they are. */
final class Outcomes {
    private Outcomes() {}

    /** Returns the very future, so that whoever cancels it cancels what it stands for. */
    static <T> CompletableFuture<T> watch(
            CompletableFuture<T> future, Consumer<? super T> succeeded, Consumer<Throwable> failed) {
        if (future.isDone() && !future.isCompletedExceptionally()) {
            succeeded.accept(future.join());
        } else {
            var unused = future.whenComplete((result, failure) -> {
                if (failure == null) {
                    succeeded.accept(result);
                } else {
                    failed.accept(failure);
                }
            });
        }
        return future;
    }
}
