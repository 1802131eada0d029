package io.minikafka.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.minikafka.client.MinikafkaException.Kind;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Calls that must fail. */
final class Failing {
    private Failing() {}

    static MinikafkaException assertFails(Kind kind, ThrowingCallable call) {
        MinikafkaException failure = catchThrowableOfType(MinikafkaException.class, call);
        assertThat(failure).as("the failure").isNotNull();
        assertThat(failure.kind()).as("%s", failure).isEqualTo(kind);
        return failure;
    }
}
