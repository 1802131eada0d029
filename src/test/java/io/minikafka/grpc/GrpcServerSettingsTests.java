package io.minikafka.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.store.StoreLimits;
import io.minikafka.store.memory.InMemoryMessageStore;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2PingFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2PingFrame;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GrpcServerSettingsTests {
    private static final int PINGS = 20;
    private static final String GO_AWAY = "go away";

    @Test
    void aRequestUpToTwiceTheGreatestMessageIsReceived() {
        assertThat(new GrpcServerSettings(new StoreLimits(100)).maxInboundMessageBytes())
                .isEqualTo(200);
        assertThat(new GrpcServerSettings(new StoreLimits(StoreLimits.GREATEST_MAX_MESSAGE_BYTES))
                        .maxInboundMessageBytes())
                .isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void clientsThatPingEvery30SecondsAreFarEnoughFromTheBound() {
        assertThat(new GrpcServerSettings(StoreLimits.DEFAULT).permittedPing())
                .isLessThan(Duration.ofSeconds(30))
                .isGreaterThan(Duration.ofSeconds(10));
    }

    @Test
    void pingsAsOftenAsPermittedAreAnsweredWithoutAnyCall() throws Exception {
        BlockingQueue<String> answers = ping(Duration.ofNanos(1), GrpcServerSettings.DEFAULT_MAX_IDLE);

        for (int i = 0; i < PINGS; i++) {
            assertThat(answers.poll(30, TimeUnit.SECONDS)).isEqualTo("ping " + i);
        }
        assertThat(answers).isEmpty();
    }

    @Test
    void pingsMoreOftenThanPermittedEndTheConnection() throws Exception {
        assertToldToGo(ping(Duration.ofHours(1), GrpcServerSettings.DEFAULT_MAX_IDLE));
    }

    @Test
    void aConnectionWithoutCallsIsToldToGo() throws Exception {
        // The shortest that gRPC knows is a second. Pings alone are no reason to stay.
        assertToldToGo(connection(Duration.ofNanos(1), Duration.ofSeconds(1), Integer.MAX_VALUE));
    }

    @Test
    void aClientThatAnswersPingsNoMoreIsGivenUp() throws Exception {
        BlockingQueue<String> answers = new LinkedBlockingQueue<>();
        var settings = new GrpcServerSettings(
                StoreLimits.DEFAULT,
                GrpcServerSettings.DEFAULT_PERMITTED_PING,
                GrpcServerSettings.DEFAULT_MAX_IDLE,
                Duration.ofMillis(300));

        boolean closed = connect(
                settings,
                Http2FrameCodecBuilder.forClient().autoAckPingFrame(false),
                new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelRead(ChannelHandlerContext context, Object frame) {
                        if (frame instanceof Http2PingFrame) {
                            answers.add("pinged");
                        }
                        ReferenceCountUtil.release(frame);
                    }
                });

        assertThat(closed).isTrue();
        assertThat(answers).contains("pinged");
    }

    private static void assertToldToGo(BlockingQueue<String> answers) throws InterruptedException {
        String answer = answers.poll(30, TimeUnit.SECONDS);
        while (answer != null && !answer.equals(GO_AWAY)) {
            answer = answers.poll(30, TimeUnit.SECONDS);
        }
        assertThat(answer).isEqualTo(GO_AWAY);
    }

    /** What a server that permits a ping this often answers to many pings, each sent after the answer to the last. */
    private static BlockingQueue<String> ping(Duration permitted, Duration maxIdle) throws Exception {
        return connection(permitted, maxIdle, PINGS);
    }

    private static BlockingQueue<String> connection(Duration permitted, Duration maxIdle, int pings) throws Exception {
        BlockingQueue<String> answers = new LinkedBlockingQueue<>();
        connect(
                new GrpcServerSettings(StoreLimits.DEFAULT, permitted, maxIdle, GrpcServerSettings.DEFAULT_KEEPALIVE),
                Http2FrameCodecBuilder.forClient(),
                new Pinger(answers, pings));
        return answers;
    }

    /** Whether it was closed before the patience ended. */
    private static boolean connect(GrpcServerSettings settings, Http2FrameCodecBuilder http2, ChannelHandler handler)
            throws Exception {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        InMemoryMessageStore store = new InMemoryMessageStore(StoreLimits.DEFAULT, Clock.systemUTC());
        try (TestDoor door = new TestDoor(store, broker -> broker, settings::applyTo)) {
            Channel channel = new Bootstrap()
                    .group(group)
                    .channel(NioSocketChannel.class)
                    .handler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel connection) {
                            connection.pipeline().addLast(http2.build(), handler);
                        }
                    })
                    .connect(InetAddress.getLoopbackAddress(), door.port())
                    .sync()
                    .channel();
            channel.writeAndFlush(new DefaultHttp2PingFrame(0));
            return channel.closeFuture().await(30, TimeUnit.SECONDS);
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            store.close();
        }
    }

    /** Pings again after each answer; ends the connection after the last or when told to go away. */
    private static final class Pinger extends ChannelInboundHandlerAdapter {
        private final BlockingQueue<String> answers;
        private final int most;

        Pinger(BlockingQueue<String> answers, int most) {
            this.answers = answers;
            this.most = most;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object frame) {
            if (frame instanceof Http2PingFrame ping && ping.ack()) {
                answers.add("ping " + ping.content());
                if (ping.content() == most - 1) {
                    context.close();
                } else {
                    context.writeAndFlush(new DefaultHttp2PingFrame(ping.content() + 1));
                }
            } else if (frame instanceof Http2GoAwayFrame) {
                answers.add(GO_AWAY);
                context.close();
            }
            ReferenceCountUtil.release(frame);
        }
    }
}
