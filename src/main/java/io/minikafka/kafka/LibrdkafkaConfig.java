package io.minikafka.kafka;

import java.util.Map;

final class LibrdkafkaConfig {
    private LibrdkafkaConfig() {}

    static Map<String, Object> consumerSettings(Map<String, String> tuning) {
        return Map.copyOf(tuning);
    }
}
