package io.minikafka.client;

import java.util.List;
import java.util.Map;

/**
 * Which calls gRPC repeats by itself, in its service config format: UNAVAILABLE only, for about three seconds, and only
 * calls that may run twice. Streams are reopened by whoever opened them.
 */
final class RetryPolicy {
    private static final String MESSAGES = "minikafka.v1.MessageService";
    private static final String TOPICS = "minikafka.v1.TopicService";

    private RetryPolicy() {}

    static Map<String, ?> serviceConfig() {
        return Map.of(
                "methodConfig",
                List.of(Map.of(
                        "name",
                        List.of(
                                method(MESSAGES, "Produce"),
                                method(MESSAGES, "Poll"),
                                method(TOPICS, "UpdateTopic"),
                                method(TOPICS, "ListTopics"),
                                method(TOPICS, "DescribeTopic")),
                        "retryPolicy",
                        Map.of(
                                "maxAttempts",
                                5.0,
                                "initialBackoff",
                                "0.2s",
                                "maxBackoff",
                                "2s",
                                "backoffMultiplier",
                                2.0,
                                "retryableStatusCodes",
                                List.of("UNAVAILABLE")))));
    }

    private static Map<String, ?> method(String service, String method) {
        return Map.of("service", service, "method", method);
    }
}
