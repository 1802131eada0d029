package io.minikafka.client.spring;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/** Names and keys of a template's observations: a bean of this type replaces the default. */
public interface MinikafkaTemplateObservationConvention
        extends ObservationConvention<MinikafkaTemplateObservationContext> {
    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof MinikafkaTemplateObservationContext;
    }
}
