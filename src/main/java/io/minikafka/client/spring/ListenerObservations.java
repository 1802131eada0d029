package io.minikafka.client.spring;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.minikafka.client.ConsumedMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Observes calls of one listener. Safe for use by many threads. */
record ListenerObservations(
        ObservationRegistry registry,
        @Nullable MinikafkaListenerObservationConvention convention,
        String listener,
        String group) {
    private static final MinikafkaListenerObservationConvention DEFAULT =
            new DefaultMinikafkaListenerObservationConvention();

    /** Whether nobody would see them: then they cost nothing. */
    boolean isNoop() {
        return registry.isNoop();
    }

    void observe(List<ConsumedMessage> messages, Observation.CheckedRunnable<Throwable> call) throws Throwable {
        MinikafkaListenerObservation.LISTENER
                .observation(
                        convention, DEFAULT, () -> new MinikafkaListenerContext(listener, group, messages), registry)
                .observeChecked(call);
    }
}
