package io.minikafka.client.spring;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/** Names and keys of listeners' observations: a bean of this type replaces the default. */
public interface MinikafkaListenerObservationConvention extends ObservationConvention<MinikafkaListenerContext> {
    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof MinikafkaListenerContext;
    }
}
