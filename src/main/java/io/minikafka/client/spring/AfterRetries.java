package io.minikafka.client.spring;

/** What becomes of a message that the listener's retries have not helped. */
public enum AfterRetries {
    /**
     * It is logged as an error, with its topic, partition and offset, and counts as dealt with. It stays in the topic for
     * as long as that retains it, where a consumer can read it at that offset.
     */
    SKIP,
    /** It is stored in a topic for dead letters, and only then counts as dealt with. */
    DEAD_LETTER,
    /**
     * The container stops, without acknowledging it: whoever has the partition next gets it again. Order matters more
     * than going on.
     */
    STOP
}
