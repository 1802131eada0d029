package io.minikafka.client;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.minikafka.broker.Broker;
import io.minikafka.broker.BrokerOptions;
import io.minikafka.broker.GroupOptions;
import io.minikafka.broker.LocalBroker;
import io.minikafka.group.OffsetLog;
import io.minikafka.group.RememberedOffsets;
import io.minikafka.grpc.ConsumerService;
import io.minikafka.grpc.GroupService;
import io.minikafka.grpc.GrpcServerSettings;
import io.minikafka.grpc.MessageService;
import io.minikafka.grpc.ReplyLimits;
import io.minikafka.grpc.TopicService;
import io.minikafka.store.MessageStore;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.TopicSettings;
import io.minikafka.store.memory.InMemoryMessageStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The gRPC services on a real server at a loopback port, which can go away and come back over the same store. */
public final class TestServer implements AutoCloseable {
    private final MessageStore store;
    private final OffsetLog offsets = new RememberedOffsets();
    private final StoreLimits limits;
    private final GroupOptions groups;
    private final UnaryOperator<NettyServerBuilder> settings;
    private int port;
    private @Nullable Running running;

    private record Running(Server server, LocalBroker broker, ScheduledThreadPoolExecutor timer) {}

    public TestServer() {
        this(new InMemoryMessageStore(StoreLimits.DEFAULT, Clock.systemUTC()));
    }

    public TestServer(MessageStore store) {
        this(store, StoreLimits.DEFAULT, builder -> builder);
    }

    public TestServer(MessageStore store, StoreLimits limits, UnaryOperator<NettyServerBuilder> settings) {
        this(store, limits, GroupOptions.DEFAULT, settings);
    }

    TestServer(
            MessageStore store, StoreLimits limits, GroupOptions groups, UnaryOperator<NettyServerBuilder> settings) {
        this.store = store;
        this.limits = limits;
        this.groups = groups;
        this.settings = settings;
        start();
    }

    /** At the port it had before, if it had one. */
    public void start() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
        timer.setRemoveOnCancelPolicy(true);
        LocalBroker broker =
                new LocalBroker(store, offsets, new BrokerOptions(TopicSettings.DEFAULT, true, groups), timer);
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .addService(new MessageService(broker, ReplyLimits.DEFAULT))
                .addService(new ConsumerService(broker, ReplyLimits.DEFAULT))
                .addService(new TopicService(broker))
                .addService(new GroupService(broker))
                .addService(new HealthStatusManager().getHealthService());
        try {
            Server server = settings.apply(new GrpcServerSettings(limits).applyTo(builder))
                    .build()
                    .start();
            port = server.getPort();
            running = new Running(server, broker, timer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Breaks all connections and stays away; the store keeps what it has. */
    public void stop() {
        if (running == null) {
            return;
        }
        running.server().shutdownNow();
        try {
            running.server().awaitTermination(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        running.broker().close();
        running.timer().shutdownNow();
        running = null;
    }

    public void restart() {
        stop();
        start();
    }

    /** What the services are over, while they run. */
    public Broker broker() {
        return Objects.requireNonNull(running, "The server is away").broker();
    }

    public String target() {
        return "127.0.0.1:" + port;
    }

    public MinikafkaClient client() {
        return MinikafkaClient.connect(target());
    }

    @Override
    public void close() {
        stop();
        store.close();
    }
}
