package io.minikafka.broker;

import io.minikafka.store.StoreLimits;
import io.minikafka.store.TopicSettings;
import io.minikafka.store.memory.InMemoryMessageStore;
import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;

/** A broker over nothing but memory, for tests of what goes around one. */
public final class MemoryBroker {
    private MemoryBroker() {}

    /** Makes topics as they are produced to. To be closed, and the timer after it. */
    public static LocalBroker create(ScheduledExecutorService timer) {
        return new LocalBroker(
                new InMemoryMessageStore(StoreLimits.DEFAULT, Clock.systemUTC()),
                new BrokerOptions(TopicSettings.DEFAULT, true),
                timer);
    }
}
