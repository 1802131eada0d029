package io.minikafka.client.spring;

/**
 * The headers by which a Spring {@code Message} says what of a minikafka message is not its payload. They are not sent as
 * headers themselves.
 */
public final class MinikafkaHeaders {
    /** What their names begin with. */
    static final String PREFIX = "minikafka_";

    /** The topic: a String. To send to, or consumed from. */
    public static final String TOPIC = PREFIX + "topic";

    /** The key: of what is sent a String, which becomes UTF-8, or bytes; of what was consumed a String. */
    public static final String KEY = PREFIX + "key";

    /** The partition, from 0: an Integer. To send to, instead of the one that the key picks, or consumed from. */
    public static final String PARTITION = PREFIX + "partition";

    /** The offset in the partition, from 0: a Long. Of what was consumed only. */
    public static final String OFFSET = PREFIX + "offset";

    /** When the server appended the message: an {@code Instant}. Of what was consumed only. */
    public static final String TIMESTAMP = PREFIX + "timestamp";

    /** The consumer group that the message was delivered to: a String. Of what was consumed only. */
    public static final String GROUP = PREFIX + "group";

    private MinikafkaHeaders() {}
}
