package io.minikafka.resp;

import io.minikafka.broker.Broker;
import io.minikafka.security.BrokerViews;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The Redis door: a server that clients of Redis and of rafka connect to. Starts listening when it is made. Safe for use
 * by many threads.
 */
public final class RespServer {
    private static final int BACKLOG = 1_024;
    static final int MOST_THREADS = 8;

    private final RespServerSettings settings;
    private final @Nullable SslContext tls;
    private final Door door;
    private final EventLoopGroup eventLoops;
    private final Channel listener;
    private @Nullable CompletableFuture<Void> stopped;

    /** @throws IOException when it cannot listen at the address */
    public RespServer(Broker broker, RespServerSettings settings) throws IOException {
        this(broker, settings, null);
    }

    /**
     * @param tls encrypts connections; asked for an engine by each new one. Null for none
     * @throws IOException when it cannot listen at the address
     */
    public RespServer(Broker broker, RespServerSettings settings, @Nullable SslContext tls) throws IOException {
        this(new BrokerViews(broker), settings, tls);
    }

    /**
     * @param views the broker as each caller may use it
     * @param tls encrypts connections; asked for an engine by each new one. Null for none
     * @throws IOException when it cannot listen at the address
     */
    public RespServer(BrokerViews views, RespServerSettings settings, @Nullable SslContext tls) throws IOException {
        this.settings = settings;
        this.tls = tls;
        this.door = door(views, settings);
        Transport transport = Transport.best();
        int threads = Math.min(Runtime.getRuntime().availableProcessors(), MOST_THREADS);
        this.eventLoops = new MultiThreadIoEventLoopGroup(
                threads, new DefaultThreadFactory("minikafka-resp", true), transport.io());
        this.listener = listen(transport.listener());
    }

    private static Door door(BrokerViews views, RespServerSettings settings) {
        RespStatistics statistics = new RespStatistics();
        Connections connections = new Connections(settings.maxConnections());
        ClientNames names = new ClientNames(ClientNames.PATIENCE);
        ClientNaming naming = new ClientNaming(names);
        Monitors monitors = new Monitors(statistics);
        InfoReport info = new InfoReport(settings, connections, statistics);
        List<Command> commands = new ArrayList<>();
        commands.addAll(new ProducerCommands(settings, statistics).all());
        commands.addAll(new ConsumerCommands(settings, statistics).all());
        commands.addAll(new TopicCommands(statistics).all());
        commands.addAll(new ConnectionCommands(settings.authenticator(), naming, monitors).all());
        commands.addAll(new ClientCommands(connections, naming).all());
        commands.addAll(new ServerCommands(settings, info, monitors, statistics).all());
        CommandTable table = new CommandCommands(commands).table();
        return new Door(
                settings,
                views,
                table,
                connections,
                names,
                monitors,
                new DeliveryErrorLog(),
                new HttpByMistake(),
                statistics);
    }

    private Channel listen(Class<? extends ServerChannel> type) throws IOException {
        int bound = settings.outputBound();
        ChannelFuture bind = new ServerBootstrap()
                .group(eventLoops)
                .channel(type)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(bound / 2, bound))
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        initialise(channel);
                    }
                })
                .bind(settings.address())
                .awaitUninterruptibly();
        if (!bind.isSuccess()) {
            eventLoops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            Throwable cause = bind.cause();
            throw cause instanceof IOException e ? e : new IOException(cause);
        }
        return bind.channel();
    }

    private void initialise(Channel channel) {
        if (!settings.idleTimeout().isZero()) {
            channel.pipeline()
                    .addLast(new IdleStateHandler(0, 0, settings.idleTimeout().toNanos(), TimeUnit.NANOSECONDS));
        }
        if (tls != null) {
            channel.pipeline().addLast(tls.newHandler(channel.alloc()));
        }
        channel.pipeline().addLast(new RespConnection(door));
    }

    /** Where it listens, with the port the operating system chose if it was asked to. */
    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** How many are open now. */
    public int connections() {
        return door.connections().count();
    }

    /**
     * Takes no new connections and no further commands, sends the replies that are outstanding, and closes each connection
     * after its last one, all of them when the patience ends. The future completes when nothing is left. Idempotent.
     */
    public synchronized CompletableFuture<Void> stop(Duration patience) {
        if (stopped == null) {
            stopped = stopOnce(patience);
        }
        return stopped;
    }

    private CompletableFuture<Void> stopOnce(Duration patience) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        CompletableFuture<Void> none = new CompletableFuture<>();
        listener.close().addListener(closed -> door.connections().end().thenRun(() -> none.complete(null)));
        none.orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS).whenComplete((gone, late) -> {
            door.connections().all().forEach(RespConnection::close);
            eventLoops.shutdownGracefully(0, 1, TimeUnit.SECONDS).addListener(ended -> done.complete(null));
        });
        return done;
    }
}
