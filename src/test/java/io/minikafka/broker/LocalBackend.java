package io.minikafka.broker;

import io.minikafka.group.OffsetLog;
import io.minikafka.store.MessageStore;
import io.minikafka.store.MutableClock;
import io.minikafka.store.TopicPartition;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.Supplier;

/** A store of this process, whose time passes when a test says so. */
final class LocalBackend implements Backend {
    private final MutableClock clock = MutableClock.started();
    private final Function<Clock, MessageStore> stores;
    private final Supplier<OffsetLog> logs;
    private MessageStore store;
    private OffsetLog offsets;

    LocalBackend(Function<Clock, MessageStore> stores, Supplier<OffsetLog> logs) {
        this.stores = stores;
        this.logs = logs;
        store = stores.apply(clock);
        offsets = logs.get();
    }

    @Override
    public Broker broker(BrokerOptions options, ScheduledExecutorService timer) {
        return new LocalBroker(store, offsets, options, timer);
    }

    @Override
    public void expire(TopicPartition partition) {
        clock.advance(RETENTION);
    }

    @Override
    public long now() {
        return clock.millis();
    }

    @Override
    public void waitUntil(long timestamp) {
        clock.advance(Duration.ofMillis(Math.max(0, timestamp - clock.millis())));
    }

    @Override
    public void restart() {
        close();
        store = stores.apply(clock);
        offsets = logs.get();
    }

    @Override
    public void close() {
        offsets.close();
        store.close();
    }
}
