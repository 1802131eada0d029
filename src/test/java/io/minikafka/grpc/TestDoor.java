package io.minikafka.grpc;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.minikafka.broker.Broker;
import io.minikafka.broker.BrokerOptions;
import io.minikafka.broker.LocalBroker;
import io.minikafka.store.MessageStore;
import io.minikafka.store.TopicSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** The services on a real Netty server at a free loopback port, as a server should be set up, and a channel to it. */
final class TestDoor implements AutoCloseable {
    final LocalBroker broker;
    final ManagedChannel channel;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final Server server;

    TestDoor(MessageStore store) {
        this(store, broker -> broker, builder -> builder);
    }

    TestDoor(MessageStore store, UnaryOperator<Broker> asSeenByTheDoor, UnaryOperator<NettyServerBuilder> settings) {
        timer.setRemoveOnCancelPolicy(true);
        broker = new LocalBroker(store, new BrokerOptions(TopicSettings.DEFAULT, true), timer);
        Broker seen = asSeenByTheDoor.apply(broker);
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new CompatibilityService(seen, ReplyLimits.DEFAULT))
                .addService(new MessageService(seen, ReplyLimits.DEFAULT))
                .addService(new TopicService(seen));
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
        broker.close();
        timer.shutdownNow();
    }
}
