package io.minikafka.kafka.export;

import java.util.Map;

/**
 * A topic in Kafka.
 *
 * @param config as it is in effect
 */
record TargetTopic(int partitions, Map<String, String> config) {
    String config(String name) {
        return config.getOrDefault(name, "");
    }
}
