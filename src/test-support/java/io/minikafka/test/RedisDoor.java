package io.minikafka.test;

import io.minikafka.broker.Broker;
import io.minikafka.resp.Acknowledge;
import io.minikafka.resp.RespServer;
import io.minikafka.resp.RespServerSettings;
import io.minikafka.resp.TimeoutUnit;
import io.minikafka.security.Authenticator;
import io.minikafka.store.StoreLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;

/** The Redis door on a loopback port, with the service's defaults. */
final class RedisDoor {
    private static final int MAX_CONNECTIONS = 10_000;
    private static final int OUTPUT_BOUND = 1 << 20;
    private static final Duration OUTPUT_TIMEOUT = Duration.ofMinutes(1);

    private final RespServer server;

    /** @param port 0 for a free one */
    RedisDoor(Broker broker, StoreLimits limits, int port) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try {
            server = new RespServer(
                    broker,
                    new RespServerSettings(
                            address,
                            "embedded",
                            limits,
                            MAX_CONNECTIONS,
                            Duration.ZERO,
                            Duration.ZERO,
                            OUTPUT_BOUND,
                            OUTPUT_TIMEOUT,
                            TimeoutUnit.S,
                            Acknowledge.BUFFERED,
                            Map.of(),
                            Authenticator.NONE));
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded server cannot listen for Redis clients on " + address, e);
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException(
                    "The embedded server's Redis door needs tools.jackson.core:jackson-databind on the class path", e);
        }
    }

    int port() {
        return server.port();
    }

    void close() {
        server.stop(Duration.ZERO).join();
    }
}
