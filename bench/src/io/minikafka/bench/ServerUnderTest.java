package io.minikafka.bench;

import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.minikafka.broker.BrokerOptions;
import io.minikafka.broker.LocalBroker;
import io.minikafka.grpc.CompatibilityService;
import io.minikafka.grpc.ConsumerService;
import io.minikafka.grpc.GroupService;
import io.minikafka.grpc.GrpcServerSettings;
import io.minikafka.grpc.MessageService;
import io.minikafka.grpc.ReplyLimits;
import io.minikafka.grpc.TopicService;
import io.minikafka.store.Durability;
import io.minikafka.store.MessageStore;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.TopicSettings;
import io.minikafka.store.memory.InMemoryMessageStore;
import io.minikafka.store.segment.SegmentOptions;
import io.minikafka.store.segment.SegmentedMessageStore;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A server on a free port of this machine: bare, or ours over one of the stores. Set up alike. */
final class ServerUnderTest implements AutoCloseable {
    /** Bounds what a run of minutes keeps; far more than is read at a time. */
    private static final long RETENTION_BYTES = 512L << 20;

    private final String kind;
    private final Server server;
    private final List<AutoCloseable> parts;

    // Client and server each have an event loop of their own, as in two processes; sharing gRPC's default group, both
    // ends of a connection would share a thread in some runs and not in others.
    private final EventLoopGroup serverLoops = loops("server");
    private final EventLoopGroup clientLoops = loops("client");

    private static EventLoopGroup loops(String name) {
        return new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory(name, true), EpollIoHandler.newFactory());
    }

    private ServerUnderTest(String kind, List<BindableService> services, List<AutoCloseable> parts) throws IOException {
        this.kind = kind;
        this.parts = parts;
        NettyServerBuilder builder =
                NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        new GrpcServerSettings(StoreLimits.DEFAULT).applyTo(builder);
        builder.channelType(EpollServerSocketChannel.class)
                .bossEventLoopGroup(serverLoops)
                .workerEventLoopGroup(serverLoops);
        services.forEach(builder::addService);
        server = builder.build().start();
    }

    static ServerUnderTest bare(int size) throws IOException {
        int frame = size + AppendBenchmark.FRAMING_BYTES;
        return new ServerUnderTest(
                "bare",
                List.of(
                        new BareServices.Compatibility(),
                        new BareServices.Messages(
                                size,
                                Math.min(10_000, ReplyLimits.DEFAULT.defaultPollBytes() / frame),
                                ReplyLimits.DEFAULT.defaultPushBytes() / frame),
                        new BareServices.Consumers(size, ReplyLimits.DEFAULT.defaultPushBytes() / frame)),
                List.of());
    }

    /** @param kind memory, os or fsync */
    static ServerUnderTest ours(String kind) throws IOException {
        Path directory = ScratchDirectory.create();
        MessageStore store = kind.equals("memory")
                ? new InMemoryMessageStore(StoreLimits.DEFAULT, Clock.systemUTC())
                : SegmentedMessageStore.open(directory, SegmentOptions.DEFAULT, Clock.systemUTC());
        TopicSettings defaults = new TopicSettings(
                1, Duration.ofDays(7), RETENTION_BYTES, kind.equals("fsync") ? Durability.FSYNC : Durability.OS);
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        timer.scheduleWithFixedDelay(store::enforceRetention, 1, 1, TimeUnit.SECONDS);
        LocalBroker broker = new LocalBroker(store, new BrokerOptions(defaults, true), timer);
        return new ServerUnderTest(
                kind,
                List.of(
                        new CompatibilityService(broker, ReplyLimits.DEFAULT),
                        new MessageService(broker, ReplyLimits.DEFAULT),
                        new TopicService(broker),
                        new ConsumerService(broker, ReplyLimits.DEFAULT),
                        new GroupService(broker)),
                List.of(broker, () -> end(timer), store, () -> ScratchDirectory.delete(directory)));
    }

    /** Without an interrupt, which would close the files that retention works on. */
    private static void end(ScheduledExecutorService timer) throws InterruptedException {
        timer.shutdown();
        timer.awaitTermination(10, TimeUnit.SECONDS);
    }

    String kind() {
        return kind;
    }

    String target() {
        return "127.0.0.1:" + server.getPort();
    }

    ManagedChannel connect() {
        return NettyChannelBuilder.forTarget(target())
                .usePlaintext()
                .directExecutor()
                .channelType(EpollSocketChannel.class)
                .eventLoopGroup(clientLoops)
                .maxInboundMessageSize(64 << 20)
                .build();
    }

    @Override
    public void close() throws Exception {
        server.shutdownNow().awaitTermination();
        serverLoops.shutdownGracefully();
        clientLoops.shutdownGracefully();
        for (AutoCloseable part : parts) {
            part.close();
        }
    }
}
