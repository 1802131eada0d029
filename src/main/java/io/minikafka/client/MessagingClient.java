package io.minikafka.client;

/**
 * What a client can do through any of the server's protocols: produce, and consume as a member of a group. Made by
 * {@link MinikafkaClient}, which can do more, and by {@code io.minikafka.client.redis.RedisMinikafkaClient}. It connects
 * when first used and, whenever the connection is lost, again. Keep one for the life of the application. Safe for use by
 * many threads.
 *
 * <p>Closing it closes what was opened by it: producers wait for their acknowledgements first.
 */
public interface MessagingClient extends AutoCloseable {
    /** A producer with the default options. */
    default Producer producer(String topic) {
        return producer(topic, ProducerOptions.DEFAULT);
    }

    /** @throws MinikafkaException when the client is closed */
    Producer producer(String topic, ProducerOptions options);

    /**
     * A member of a consumer group. Returns at once; it joins in the background, and what keeps it from that is told by
     * {@link GroupConsumer#poll}.
     *
     * @throws MinikafkaException when the client is closed
     */
    GroupConsumer join(GroupSubscription subscription);

    /** Whether messages can have headers; the Redis protocol knows none, and its producers refuse them. */
    default boolean supportsHeaders() {
        return true;
    }

    /**
     * Asks the server whether it serves.
     *
     * @throws MinikafkaException when it cannot be asked
     */
    HealthStatus health();

    /** Idempotent. Calls that other threads wait for fail when they take longer than a few seconds. */
    @Override
    void close();
}
