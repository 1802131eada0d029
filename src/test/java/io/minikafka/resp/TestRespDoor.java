package io.minikafka.resp;

import io.minikafka.broker.Broker;
import io.minikafka.broker.BrokerOptions;
import io.minikafka.broker.GroupOptions;
import io.minikafka.broker.LocalBroker;
import io.minikafka.group.OffsetLog;
import io.minikafka.group.VolatileOffsetLog;
import io.minikafka.grpc.TestStore;
import io.minikafka.security.Authenticator;
import io.minikafka.store.MessageStore;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.TopicSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.UnaryOperator;

/** A door over a store, or any broker, at a free loopback port, and clients of it. */
final class TestRespDoor implements AutoCloseable {
    final Broker broker;
    final RespServer server;
    private final AutoCloseable last;
    private final List<RespClient> clients = new CopyOnWriteArrayList<>();

    /** The settings of a door, to change before it opens. */
    static final class Settings {
        StoreLimits limits = TestStore.LIMITS;
        int maxConnections = 10_000;
        Duration idleTimeout = Duration.ZERO;
        Duration loginTimeout = Duration.ZERO;
        int outputBound = 1 << 20;
        Duration outputTimeout = Duration.ofMinutes(1);
        TimeoutUnit timeoutUnit = TimeoutUnit.S;
        Acknowledge acknowledge = Acknowledge.BUFFERED;
        Map<String, String> consumerDefaults = Map.of();
        Authenticator authenticator = Authenticator.NONE;
        int partitions = 1;
        boolean autoCreateTopics = true;
        GroupOptions groups = GroupOptions.DEFAULT;
        UnaryOperator<Broker> asSeenByTheDoor = broker -> broker;
    }

    TestRespDoor(MessageStore store, Settings settings) {
        this(store, new VolatileOffsetLog(), settings);
    }

    TestRespDoor(MessageStore store, OffsetLog offsets, Settings settings) {
        this(store, offsets, timer(), settings);
    }

    private TestRespDoor(MessageStore store, OffsetLog offsets, ScheduledThreadPoolExecutor timer, Settings settings) {
        this(
                new LocalBroker(
                        store,
                        offsets,
                        new BrokerOptions(
                                TopicSettings.DEFAULT.withPartitions(settings.partitions),
                                settings.autoCreateTopics,
                                settings.groups),
                        timer),
                timer::shutdownNow,
                settings);
    }

    /**
     * A door over a broker that is there.
     *
     * @param broker closed with the door
     * @param last closes, after the broker, what it was made of
     */
    TestRespDoor(Broker broker, AutoCloseable last, Settings settings) {
        this.broker = broker;
        this.last = last;
        try {
            server = new RespServer(
                    settings.asSeenByTheDoor.apply(broker),
                    new RespServerSettings(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                            "test",
                            settings.limits,
                            settings.maxConnections,
                            settings.idleTimeout,
                            settings.loginTimeout,
                            settings.outputBound,
                            settings.outputTimeout,
                            settings.timeoutUnit,
                            settings.acknowledge,
                            settings.consumerDefaults,
                            settings.authenticator));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    /** A new connection, which closes with the door at the latest. */
    RespClient connect() {
        RespClient client = new RespClient(server.port());
        clients.add(client);
        return client;
    }

    /** A connection that consumes under this name. */
    RespClient member(String name) {
        RespClient client = connect();
        String reply = client.call("CLIENT", "SETNAME", name);
        if (!reply.equals("+OK\r\n")) {
            throw new AssertionError(reply);
        }
        return client;
    }

    @Override
    public void close() {
        clients.forEach(RespClient::close);
        broker.drain();
        server.stop(Duration.ofSeconds(30)).join();
        broker.close();
        try {
            last.close();
        } catch (Exception e) {
            throw new AssertionError("What the broker was made of does not close", e);
        }
    }
}
