package io.minikafka.server;

import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what Kafka's clients do not accept of their settings; their own messages name setting and value. */
final class KafkaFailureAnalyzer extends AbstractFailureAnalyzer<ConfigException> {
    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, ConfigException failure) {
        return new FailureAnalysis(
                "Kafka's client refuses its settings, which come from spring.kafka and"
                        + " minikafka.kafka.librdkafka-config: " + failure.getMessage(),
                null,
                failure);
    }
}
