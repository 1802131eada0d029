package io.minikafka.metrics;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Looks at how futures end, before anybody else hears of it: who has got an answer finds it counted. */
final class Outcomes {
    private Outcomes() {}

    /**
     * Returns the future itself when it is done. Else one that ends as it does; cancelling that one cancels it, and has the
     * same answer.
     */
    static <T> CompletableFuture<T> watch(
            CompletableFuture<T> future, Consumer<? super T> succeeded, Consumer<Throwable> failed) {
        if (future.isDone()) {
            if (!future.isCompletedExceptionally()) {
                succeeded.accept(future.join());
                return future;
            }
            var unused = future.whenComplete((result, failure) -> failed.accept(failure));
            return future;
        }
        // A dependent of the future itself would come after its caller's, which are newer.
        Watched<T> watched = new Watched<>(future);
        var unused = future.whenComplete((result, failure) -> {
            if (failure == null) {
                succeeded.accept(result);
                watched.complete(result);
            } else {
                failed.accept(failure);
                watched.completeExceptionally(failure);
            }
        });
        return watched;
    }

    private static final class Watched<T> extends CompletableFuture<T> {
        private final CompletableFuture<T> source;

        Watched(CompletableFuture<T> source) {
            this.source = source;
        }

        /** False, too, where the source says that a result is on its way. */
        @Override
        public boolean cancel(boolean mayInterrupt) {
            return source.cancel(mayInterrupt);
        }
    }
}
