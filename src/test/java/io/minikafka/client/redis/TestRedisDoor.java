package io.minikafka.client.redis;

import io.minikafka.broker.Broker;
import io.minikafka.broker.BrokerOptions;
import io.minikafka.broker.GroupOptions;
import io.minikafka.broker.LocalBroker;
import io.minikafka.group.OffsetLog;
import io.minikafka.group.RememberedOffsets;
import io.minikafka.resp.Acknowledge;
import io.minikafka.resp.RespServer;
import io.minikafka.resp.RespServerSettings;
import io.minikafka.resp.TimeoutUnit;
import io.minikafka.security.Authenticator;
import io.minikafka.store.MessageStore;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.TopicSettings;
import io.minikafka.store.memory.InMemoryMessageStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A Redis door on a loopback port, which can go away and come back over the same store. */
public final class TestRedisDoor implements AutoCloseable {
    private final MessageStore store;
    private final OffsetLog offsets;
    private final StoreLimits limits;
    private final GroupOptions groups;
    private final Authenticator authenticator;
    private final UnaryOperator<Broker> asSeenByTheDoor;
    private int port;
    private @Nullable Running running;

    private record Running(RespServer server, Broker broker, ScheduledThreadPoolExecutor timer) {}

    TestRedisDoor() {
        this(Authenticator.NONE, broker -> broker);
    }

    TestRedisDoor(Authenticator authenticator, UnaryOperator<Broker> asSeenByTheDoor) {
        this(
                new InMemoryMessageStore(StoreLimits.DEFAULT, Clock.systemUTC()),
                new RememberedOffsets(),
                StoreLimits.DEFAULT,
                GroupOptions.DEFAULT,
                authenticator,
                asSeenByTheDoor);
    }

    /**
     * A door that is open.
     *
     * @param store closed with the door
     */
    public TestRedisDoor(
            MessageStore store,
            OffsetLog offsets,
            StoreLimits limits,
            GroupOptions groups,
            Authenticator authenticator,
            UnaryOperator<Broker> asSeenByTheDoor) {
        this.store = store;
        this.offsets = offsets;
        this.limits = limits;
        this.groups = groups;
        this.authenticator = authenticator;
        this.asSeenByTheDoor = asSeenByTheDoor;
        start();
    }

    /** At the port it had before, if it had one. */
    public void start() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
        timer.setRemoveOnCancelPolicy(true);
        Broker broker = new LocalBroker(store, offsets, new BrokerOptions(TopicSettings.DEFAULT, true, groups), timer);
        try {
            RespServer server = new RespServer(
                    asSeenByTheDoor.apply(broker),
                    new RespServerSettings(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                            "test",
                            limits,
                            1_000,
                            Duration.ZERO,
                            Duration.ZERO,
                            1 << 20,
                            Duration.ofMinutes(1),
                            TimeoutUnit.S,
                            Acknowledge.BUFFERED,
                            Map.of(),
                            authenticator));
            port = server.port();
            running = new Running(server, broker, timer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Breaks all connections and stays away; the store keeps what it has. */
    public void stop() {
        if (running != null) {
            running.server().stop(Duration.ofNanos(1)).join();
            running.broker().close();
            running.timer().shutdownNow();
            running = null;
        }
    }

    public void restart() {
        stop();
        start();
    }

    public int port() {
        return port;
    }

    public String target() {
        return "127.0.0.1:" + port;
    }

    /** What it is over while it runs. */
    public Broker broker() {
        if (running == null) {
            throw new IllegalStateException("The door is closed");
        }
        return running.broker();
    }

    @Override
    public void close() {
        stop();
        store.close();
    }
}
