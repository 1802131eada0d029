package io.minikafka.client;

/** What a server's health service says of it. */
public enum HealthStatus {
    SERVING,
    /** It starts up, shuts down or cannot reach its store. */
    NOT_SERVING,
    UNKNOWN
}
