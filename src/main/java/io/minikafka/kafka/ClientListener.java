package io.minikafka.kafka;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/**
 * Is told of each Kafka client of the broker when it is made and before it is closed, for instance to publish its
 * metrics. Called on any thread; must not keep a client beyond its end.
 */
public interface ClientListener {
    /** For whom that is nothing. */
    ClientListener NONE = new ClientListener() {};

    default void opened(Producer<?, ?> producer) {}

    default void opened(Consumer<?, ?> consumer) {}

    default void opened(Admin admin) {}

    /** @param client a producer, consumer or admin that was told before */
    default void closing(AutoCloseable client) {}
}
