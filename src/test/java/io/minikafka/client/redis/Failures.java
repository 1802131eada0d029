package io.minikafka.client.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.minikafka.client.MinikafkaException;
import io.minikafka.client.MinikafkaException.Kind;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Asserting what kind a failure is of. */
final class Failures {
    private Failures() {}

    static MinikafkaException assertFails(Kind kind, CompletableFuture<?> future) {
        return assertFails(kind, () -> {
            try {
                future.get(30, TimeUnit.SECONDS);
            } catch (ExecutionException failed) {
                throw failed.getCause();
            }
        });
    }

    static MinikafkaException assertFails(Kind kind, ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        assertThat(thrown).isInstanceOf(MinikafkaException.class);
        MinikafkaException failure = (MinikafkaException) thrown;
        assertThat(failure.kind()).as("of %s", failure).isEqualTo(kind);
        return failure;
    }
}
