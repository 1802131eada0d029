package io.minikafka.client.redis;

import io.minikafka.client.MinikafkaException;
import io.minikafka.client.MinikafkaException.Kind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waiting for an answer as a blocking method does. */
final class Waiting {
    private Waiting() {}

    /**
     * Waits for what was asked.
     *
     * @param asked the command, for the message of a failure
     * @throws MinikafkaException the failure; {@code DEADLINE_EXCEEDED} or {@code CANCELLED} when there is no answer in
     *     time or the thread is interrupted
     */
    static <T> T join(CompletableFuture<T> answer, Duration timeout, String asked) {
        try {
            return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failed) {
            throw RedisFailures.of(failed).rethrown();
        } catch (TimeoutException late) {
            throw new MinikafkaException(Kind.DEADLINE_EXCEEDED, "No answer to " + asked + " within " + timeout, late);
        } catch (InterruptedException interrupted) {
            throw MinikafkaException.interrupted(interrupted);
        }
    }
}
