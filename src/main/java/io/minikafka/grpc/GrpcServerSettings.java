package io.minikafka.grpc;

import io.grpc.netty.NettyServerBuilder;
import io.minikafka.store.StoreLimits;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How a server that offers these services should be set up.
 *
 * @param limits of the messages behind the services. A request up to twice the greatest message is received, so that a
 *     message that is too large is refused with both numbers instead of ending the call at gRPC's own limit
 * @param permittedPing clients may send keepalive pings this often, also without calls
 * @param maxIdle a connection on which there was no call for so long is told to end; clients make another one, unseen, when
 *     they need it. So nobody holds a place for ever who has nothing to ask, or no right to
 * @param keepalive a client of which nothing was heard for so long is pinged, and its connection closed when it does not
 *     answer for a third of that time, either. So the partitions of a member whose machine is gone go to others
 */
public record GrpcServerSettings(StoreLimits limits, Duration permittedPing, Duration maxIdle, Duration keepalive) {
    /** For clients that ping every 30 s: gRPC closes connections whose pings come early, as by jitter they may. */
    public static final Duration DEFAULT_PERMITTED_PING = Duration.ofSeconds(25);

    public static final Duration DEFAULT_MAX_IDLE = Duration.ofMinutes(10);

    public static final Duration DEFAULT_KEEPALIVE = Duration.ofMinutes(1);

    /** For a new connection to speak TLS and HTTP/2; gRPC's own default is two minutes. */
    private static final long HANDSHAKE_SECONDS = 20;

    public GrpcServerSettings(StoreLimits limits) {
        this(limits, DEFAULT_PERMITTED_PING, DEFAULT_MAX_IDLE, DEFAULT_KEEPALIVE);
    }

    public int maxInboundMessageBytes() {
        return (int) Math.min(Integer.MAX_VALUE, 2L * limits.maxMessageBytes());
    }

    /** Sets limits, keepalive, and the direct executor that is right because no service ever blocks. */
    public NettyServerBuilder applyTo(NettyServerBuilder builder) {
        return builder.directExecutor()
                .handshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS)
                .keepAliveTime(keepalive.toNanos(), TimeUnit.NANOSECONDS)
                .keepAliveTimeout(keepalive.toNanos() / 3, TimeUnit.NANOSECONDS)
                .maxConnectionIdle(maxIdle.toNanos(), TimeUnit.NANOSECONDS)
                .maxInboundMessageSize(maxInboundMessageBytes())
                .permitKeepAliveTime(permittedPing.toNanos(), TimeUnit.NANOSECONDS)
                .permitKeepAliveWithoutCalls(true);
    }
}
