package io.minikafka.kafka;

import io.minikafka.broker.BrokerException;
import io.minikafka.broker.BrokerException.Code;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits for what the cluster has done already to show: the broker that answers may learn of it a little later than the one
 * that did it. Nothing blocks.
 */
final class Propagation<T> {
    private static final long FIRST_PAUSE_MILLIS = 5;
    private static final long LONGEST_PAUSE_MILLIS = 200;

    private final Supplier<CompletableFuture<T>> question;
    private final Predicate<T> shows;
    private final long deadline;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private long pauseMillis = FIRST_PAUSE_MILLIS;

    private Propagation(Supplier<CompletableFuture<T>> question, Predicate<T> shows, Duration patience) {
        this.question = question;
        this.shows = shows;
        deadline = System.nanoTime() + patience.toNanos();
    }

    /**
     * Asks until the answer shows it, and takes the last answer as it is when patience ends. That the topic is unknown is
     * an answer that does not show it; other failures are final.
     */
    static <T> CompletableFuture<T> await(
            Supplier<CompletableFuture<T>> question, Predicate<T> shows, Duration patience) {
        Propagation<T> propagation = new Propagation<>(question, shows, patience);
        propagation.ask();
        return propagation.result;
    }

    private void ask() {
        try {
            question.get().whenComplete(this::answered);
        } catch (RuntimeException e) {
            result.completeExceptionally(KafkaFailures.translate(e));
        }
    }

    private void answered(T answer, @Nullable Throwable failure) {
        BrokerException reason = failure == null ? null : KafkaFailures.translate(failure);
        boolean unknown = reason != null && reason.code() == Code.UNKNOWN_TOPIC;
        boolean tooEarly = unknown || (reason == null && !shows.test(answer));
        if (tooEarly && System.nanoTime() - deadline < 0) {
            long pause = pauseMillis;
            pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, 2 * pause);
            CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS, Runnable::run)
                    .execute(this::ask);
        } else if (reason == null) {
            result.complete(answer);
        } else {
            result.completeExceptionally(reason);
        }
    }
}
