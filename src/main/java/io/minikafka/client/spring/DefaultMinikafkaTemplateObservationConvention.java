package io.minikafka.client.spring;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.minikafka.client.RecordMetadata;
import io.minikafka.client.spring.MinikafkaTemplateObservation.HighCardinality;
import io.minikafka.client.spring.MinikafkaTemplateObservation.LowCardinality;

/**
 * The names and keys that are used unless there is a {@link MinikafkaTemplateObservationConvention}; extend it to add to
 * them.
 */
public class DefaultMinikafkaTemplateObservationConvention implements MinikafkaTemplateObservationConvention {
    static final DefaultMinikafkaTemplateObservationConvention INSTANCE =
            new DefaultMinikafkaTemplateObservationConvention();

    private static final KeyValue SYSTEM = LowCardinality.SYSTEM.withValue("minikafka");
    private static final KeyValue OPERATION = LowCardinality.OPERATION.withValue("send");

    @Override
    public String getName() {
        return "minikafka.template";
    }

    @Override
    public String getContextualName(MinikafkaTemplateObservationContext context) {
        return "send " + context.topic();
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(MinikafkaTemplateObservationContext context) {
        return KeyValues.of(SYSTEM, OPERATION, LowCardinality.DESTINATION.withValue(context.topic()));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(MinikafkaTemplateObservationContext context) {
        RecordMetadata stored = context.stored();
        return stored == null || !stored.hasOffset()
                ? KeyValues.empty()
                : KeyValues.of(
                        HighCardinality.PARTITION.withValue(Integer.toString(stored.partition())),
                        HighCardinality.OFFSET.withValue(Long.toString(stored.offset())));
    }
}
