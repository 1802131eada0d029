package io.minikafka.broker;

import io.minikafka.store.MessageStore;
import io.minikafka.store.MutableClock;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.TopicSettings;
import io.minikafka.store.memory.InMemoryMessageStore;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;

/** A local broker over a memory store, for what needs its clock, its store or its threads. */
abstract class BrokerFixture extends BrokerCalls {
    static final TopicName TOPIC = TopicName.of("orders");
    static final TopicPartition P0 = new TopicPartition(TOPIC, 0);
    static final TopicPartition P1 = new TopicPartition(TOPIC, 1);
    static final TopicSettings DEFAULTS = TopicSettings.DEFAULT;

    final MutableClock clock = MutableClock.started();
    final MessageStore store = new InMemoryMessageStore(new StoreLimits(MAX_MESSAGE_BYTES), clock);
    final ScheduledThreadPoolExecutor timer = newTimer();
    final LocalBroker broker = over(store);

    LocalBroker over(MessageStore other) {
        return new LocalBroker(other, new BrokerOptions(DEFAULTS, true), timer);
    }

    @AfterEach
    void closeEverything() {
        broker.close();
        timer.shutdownNow();
        store.close();
    }

    List<String> stored(TopicPartition partition) {
        return values(store.read(partition, 0, Integer.MAX_VALUE, Integer.MAX_VALUE));
    }
}
