package io.minikafka.bench.resp;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.redis.RedisArrayAggregator;
import io.netty.handler.codec.redis.RedisBulkStringAggregator;
import io.netty.handler.codec.redis.RedisDecoder;
import io.netty.handler.codec.redis.RedisEncoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/**
 * The least a server can do that takes RPUSHX, as the limit to measure ours against: decodes, appends the values of a
 * read with a CRC-32C each to a file, answers 1 for each. Prints its port of loopback and runs until it is killed.
 *
 * <p>Arguments: {@code hand} or {@code codec-redis}, how it decodes; then the file, or nothing for none. {@code
 * -Dbench.loops} is the number of event loops (by default as many as processors).
 */
public final class BareRedisServer {
    private static final int LOOPS =
            Integer.getInteger("bench.loops", Runtime.getRuntime().availableProcessors());

    private BareRedisServer() {}

    public static void main(String[] args) throws Exception {
        boolean codec = args[0].equals("codec-redis");
        ValueFile file = args.length > 1 ? ValueFile.at(Path.of(args[1])) : ValueFile.none();
        IoHandlerFactory io = Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        Channel channel = new ServerBootstrap()
                .group(new MultiThreadIoEventLoopGroup(LOOPS, io))
                .channel(Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        if (codec) {
                            connection
                                    .pipeline()
                                    .addLast(
                                            new RedisDecoder(),
                                            new RedisBulkStringAggregator(),
                                            new RedisArrayAggregator(),
                                            new RedisEncoder(),
                                            new CodecRedisHandler(file));
                        } else {
                            connection.pipeline().addLast(new BareHandler(file));
                        }
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
        System.out.println(((InetSocketAddress) channel.localAddress()).getPort());
        channel.closeFuture().sync();
    }
}
