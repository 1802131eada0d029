package io.minikafka.server;

import io.minikafka.resp.RespServer;
import io.minikafka.resp.RespServerSettings;
import io.minikafka.security.BrokerViews;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/** The Redis door's life in the service. */
final class RespDoor implements SmartLifecycle {
    private final BrokerViews views;
    private final RespServerSettings settings;
    private final @Nullable SslContext tls;
    private final Duration gracePeriod;
    private volatile @Nullable RespServer server;

    /** @param tls null for none */
    RespDoor(BrokerViews views, RespServerSettings settings, @Nullable SslContext tls, Duration gracePeriod) {
        this.views = views;
        this.settings = settings;
        this.tls = tls;
        this.gracePeriod = gracePeriod;
    }

    /** Where it listens, with the port the operating system chose if it was asked to. */
    ListenAddress listensOn() {
        RespServer running = server;
        int port = running == null ? settings.address().getPort() : running.port();
        return new ListenAddress(
                settings.address().getAddress().getHostAddress(),
                settings.address().getAddress(),
                port);
    }

    /** How many are open. */
    int connections() {
        RespServer running = server;
        return running == null ? 0 : running.connections();
    }

    @Override
    public void start() {
        try {
            server = new RespServer(views, settings, tls);
        } catch (IOException e) {
            InetSocketAddress address = settings.address();
            throw new ListenFailedException(
                    "minikafka.resp.port", address.getAddress().getHostAddress() + ":" + address.getPort(), e);
        }
    }

    @Override
    public void stop() {
        stopped().join();
    }

    /** Without waiting, so that all doors close at the same time. */
    @Override
    public void stop(Runnable callback) {
        stopped().whenComplete((stopped, failure) -> callback.run());
    }

    private CompletableFuture<Void> stopped() {
        RespServer running = server;
        server = null;
        return running == null ? CompletableFuture.completedFuture(null) : running.stop(gracePeriod);
    }

    @Override
    public boolean isRunning() {
        return server != null;
    }

    @Override
    public int getPhase() {
        return ShutdownOrder.DOORS;
    }
}
