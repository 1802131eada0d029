package io.minikafka.client.spring;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.minikafka.client.ConsumedMessage;
import io.minikafka.client.spring.MinikafkaListenerObservation.HighCardinality;
import io.minikafka.client.spring.MinikafkaListenerObservation.LowCardinality;

/**
 * The names and keys that are used unless there is a {@link MinikafkaListenerObservationConvention}; extend it to add to
 * them.
 */
public class DefaultMinikafkaListenerObservationConvention implements MinikafkaListenerObservationConvention {
    private static final KeyValue SYSTEM = LowCardinality.SYSTEM.withValue("minikafka");
    private static final KeyValue OPERATION = LowCardinality.OPERATION.withValue("process");

    @Override
    public String getName() {
        return "minikafka.listener";
    }

    @Override
    public String getContextualName(MinikafkaListenerContext context) {
        return "process " + context.topic();
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(MinikafkaListenerContext context) {
        return KeyValues.of(
                SYSTEM,
                OPERATION,
                LowCardinality.DESTINATION.withValue(context.topic()),
                LowCardinality.GROUP.withValue(context.group()));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(MinikafkaListenerContext context) {
        if (context.messages().size() != 1) {
            return KeyValues.of(HighCardinality.BATCH_SIZE.withValue(
                    Integer.toString(context.messages().size())));
        }
        ConsumedMessage message = context.messages().get(0);
        return KeyValues.of(
                HighCardinality.PARTITION.withValue(Integer.toString(message.partition())),
                HighCardinality.OFFSET.withValue(Long.toString(message.offset())));
    }
}
