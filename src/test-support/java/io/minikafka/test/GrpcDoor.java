package io.minikafka.test;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.minikafka.broker.Broker;
import io.minikafka.grpc.CompatibilityService;
import io.minikafka.grpc.ConsumerService;
import io.minikafka.grpc.GroupService;
import io.minikafka.grpc.GrpcServerSettings;
import io.minikafka.grpc.MessageService;
import io.minikafka.grpc.ReplyLimits;
import io.minikafka.grpc.TopicService;
import io.minikafka.store.StoreLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** The gRPC services on a loopback port, as the service sets them up. */
final class GrpcDoor {
    private static final int PATIENCE_SECONDS = 30;

    private final Server server;

    /** @param port 0 for a free one */
    GrpcDoor(Broker broker, StoreLimits limits, int port) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        NettyServerBuilder builder = NettyServerBuilder.forAddress(address)
                .addService(new CompatibilityService(broker, ReplyLimits.DEFAULT))
                .addService(new MessageService(broker, ReplyLimits.DEFAULT))
                .addService(new TopicService(broker))
                .addService(new ConsumerService(broker, ReplyLimits.DEFAULT))
                .addService(new GroupService(broker))
                .addService(new HealthStatusManager().getHealthService());
        try {
            server = new GrpcServerSettings(limits).applyTo(builder).build().start();
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded server cannot listen for gRPC on " + address, e);
        }
    }

    int port() {
        return server.getPort();
    }

    void close() {
        server.shutdownNow();
        try {
            server.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
