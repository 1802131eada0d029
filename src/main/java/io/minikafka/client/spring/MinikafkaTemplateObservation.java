package io.minikafka.client.spring;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/** What a template's observations are called; the keys are OpenTelemetry's. */
public enum MinikafkaTemplateObservation implements ObservationDocumentation {
    /** A send, from the call until the server's acknowledgement. */
    TEMPLATE {
        @Override
        public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
            return DefaultMinikafkaTemplateObservationConvention.class;
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
        /** {@code send}. */
        OPERATION("messaging.operation.type"),
        /** The topic. */
        DESTINATION("messaging.destination.name");

        private final String key;

        LowCardinality(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return key;
        }
    }

    /** Keys that only spans get, once the message is stored and the server has told where. */
    public enum HighCardinality implements KeyName {
        /** From 0. */
        PARTITION("messaging.destination.partition.id"),
        /** From 0. */
        OFFSET("messaging.minikafka.offset");

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
