package io.minikafka.grpc;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.minikafka.broker.Broker;
import io.minikafka.broker.BrokerOptions;
import io.minikafka.broker.GroupOptions;
import io.minikafka.broker.LocalBroker;
import io.minikafka.group.OffsetLog;
import io.minikafka.group.VolatileOffsetLog;
import io.minikafka.store.MessageStore;
import io.minikafka.store.TopicSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** The services on a real Netty server at a free loopback port, as a server should be set up, and a channel to it. */
public final class TestDoor implements AutoCloseable {
    /** A partition that is to move waits no longer than a test should. */
    public static final GroupOptions GROUPS =
            new GroupOptions(Duration.ofMillis(100), GroupOptions.DEFAULT.retention());

    final Broker broker;
    final ConsumerService consumers;
    public final ManagedChannel channel;
    private final Server server;
    private final Runnable closeBroker;

    /** Over a broker that others use, too, and close. */
    public static TestDoor over(Broker broker) {
        return new TestDoor(broker, broker, builder -> builder, () -> {});
    }

    TestDoor(MessageStore store) {
        this(store, new VolatileOffsetLog());
    }

    TestDoor(MessageStore store, OffsetLog offsets) {
        this(store, offsets, broker -> broker, builder -> builder);
    }

    TestDoor(MessageStore store, UnaryOperator<Broker> asSeenByTheDoor, UnaryOperator<NettyServerBuilder> settings) {
        this(store, new VolatileOffsetLog(), asSeenByTheDoor, settings);
    }

    TestDoor(
            MessageStore store,
            OffsetLog offsets,
            UnaryOperator<Broker> asSeenByTheDoor,
            UnaryOperator<NettyServerBuilder> settings) {
        this(new OwnBroker(store, offsets), asSeenByTheDoor, settings);
    }

    private TestDoor(OwnBroker own, UnaryOperator<Broker> asSeenByTheDoor, UnaryOperator<NettyServerBuilder> settings) {
        this(own.broker, asSeenByTheDoor.apply(own.broker), settings, own::close);
    }

    private TestDoor(Broker broker, Broker seen, UnaryOperator<NettyServerBuilder> settings, Runnable closeBroker) {
        this.broker = broker;
        this.closeBroker = closeBroker;
        consumers = new ConsumerService(seen, ReplyLimits.DEFAULT);
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new CompatibilityService(seen, ReplyLimits.DEFAULT))
                .addService(new MessageService(seen, ReplyLimits.DEFAULT))
                .addService(new TopicService(seen))
                .addService(consumers)
                .addService(new GroupService(seen));
        server = start(settings.apply(new GrpcServerSettings(TestStore.LIMITS).applyTo(builder)));
        channel = clientOf(port()).build();
    }

    private static Server start(NettyServerBuilder builder) {
        try {
            return builder.build().start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.getPort();
    }

    /** A client with gRPC's own defaults, of its message limit, too. */
    static NettyChannelBuilder clientOf(int port) {
        return NettyChannelBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .usePlaintext();
    }

    @Override
    public void close() {
        channel.shutdownNow();
        server.shutdownNow();
        try {
            channel.awaitTermination(30, TimeUnit.SECONDS);
            server.awaitTermination(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closeBroker.run();
    }

    /** A broker with its timer. */
    private static final class OwnBroker {
        private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
        private final LocalBroker broker;

        OwnBroker(MessageStore store, OffsetLog offsets) {
            timer.setRemoveOnCancelPolicy(true);
            broker = new LocalBroker(store, offsets, new BrokerOptions(TopicSettings.DEFAULT, true, GROUPS), timer);
        }

        void close() {
            broker.close();
            timer.shutdownNow();
        }
    }
}
