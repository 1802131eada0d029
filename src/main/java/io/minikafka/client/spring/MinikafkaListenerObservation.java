package io.minikafka.client.spring;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/** What a listener's observations are called; the keys are OpenTelemetry's. */
public enum MinikafkaListenerObservation implements ObservationDocumentation {
    /** A call of the method with one message, or one batch; each retry is another. */
    LISTENER {
        @Override
        public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
            return DefaultMinikafkaListenerObservationConvention.class;
        }

        @Override
        public String getPrefix() {
            return "messaging";
        }

        @Override
        public KeyName[] getLowCardinalityKeyNames() {
            return LowCardinality.values();
        }

        @Override
        public KeyName[] getHighCardinalityKeyNames() {
            return HighCardinality.values();
        }
    };

    /** Keys that metrics get. */
    public enum LowCardinality implements KeyName {
        /** {@code minikafka}. */
        SYSTEM("messaging.system"),
        /** {@code process}. */
        OPERATION("messaging.operation.type"),
        /** The topic. */
        DESTINATION("messaging.destination.name"),
        /** The consumer group. */
        GROUP("messaging.consumer.group.name");

        private final String key;

        LowCardinality(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return key;
        }
    }

    /** Keys that only spans get. */
    public enum HighCardinality implements KeyName {
        /** From 0; of a single message. */
        PARTITION("messaging.destination.partition.id"),
        /** From 0; of a single message. */
        OFFSET("messaging.minikafka.offset"),
        /** Of a batch. */
        BATCH_SIZE("messaging.batch.message_count");

        private final String key;

        HighCardinality(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return key;
        }
    }
}
