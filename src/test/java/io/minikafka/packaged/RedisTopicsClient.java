package io.minikafka.packaged;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the service is asked through a client of Redis, whichever library that is. */
interface RedisTopicsClient extends AutoCloseable {
    String ping();

    long produce(String key, String value);

    /** All in one pipeline. */
    List<Long> produce(String key, List<String> values);

    /** What is not stored yet after so many milliseconds. */
    long unacknowledged(long millis);

    /** Null when the timeout passes; it is in seconds. */
    @Nullable
    ReceivedMessage consume(String key, double timeout);

    long acknowledge(String... acknowledgements);

    Collection<String> topics();

    Map<String, String> counters();

    /** What CLIENT LIST says of all connections, a line each. */
    String connections();

    /** A command that no server knows. */
    void sendNonsense();

    @Override
    void close();
}
