package io.minikafka.broker;

import io.minikafka.store.TopicPartition;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;

/** Where messages are, and how tests make time pass there. Closing it keeps what is durable. */
interface Backend extends AutoCloseable {
    /** How long topics must keep their messages for {@link #expire} to work. */
    Duration RETENTION = Duration.ofSeconds(10);

    /** A broker over this; several may live at the same time, but group members only at one of them unless shared. */
    Broker broker(BrokerOptions options, ScheduledExecutorService timer);

    /** Has what the partition holds leave by retention. */
    void expire(TopicPartition partition);

    /** The time that messages are stamped with, in milliseconds since the epoch. */
    long now();

    /** Comes back when it is at least this time. */
    void waitUntil(long timestamp);

    /** Opens it again, as the next process would. All brokers must have been closed. */
    void restart();

    @Override
    void close();
}
