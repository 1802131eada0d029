package io.minikafka.client;

import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Builds a {@link MinikafkaClient}. */
public final class MinikafkaClientBuilder {
    private static final AtomicInteger CLIENTS = new AtomicInteger();
    /** Above the 30 s that servers permit, so that a ping that arrives a little early is not taken for abuse. */
    private static final long KEEP_ALIVE_SECONDS = 40;

    private final Target target;
    private @Nullable Tls tls;
    private Duration requestTimeout = Duration.ofSeconds(30);
    private int maxResponseBytes = 64 << 20;

    /** @throws IllegalArgumentException when the target is no address */
    MinikafkaClientBuilder(String target) {
        this.target = Target.parse(target);
    }

    /** Secures the connection; plain text otherwise. */
    public MinikafkaClientBuilder tls(Tls settings) {
        this.tls = settings;
        return this;
    }

    /** How long a call may take that waits for nothing but its answer; 30 s unless set. */
    public MinikafkaClientBuilder requestTimeout(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("The request timeout is " + timeout + "; accepted is longer than 0");
        }
        this.requestTimeout = timeout;
        return this;
    }

    /**
     * Bound on one response in bytes, 64 MiB unless set. Must be larger than the server's message limit, or its largest
     * messages cannot be read.
     */
    public MinikafkaClientBuilder maxResponseBytes(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("The max response bytes are " + bytes + "; accepted is 1 or more");
        }
        this.maxResponseBytes = bytes;
        return this;
    }

    /**
     * Makes the client, which connects when it is first used.
     *
     * @throws java.io.UncheckedIOException when a TLS file cannot be read
     */
    public MinikafkaClient build() {
        ChannelCredentials credentials = tls == null ? InsecureChannelCredentials.create() : tls.credentials();
        String name = "minikafka-client-" + CLIENTS.incrementAndGet();
        ExecutorService executor = Executors.newCachedThreadPool(daemons(name));
        ManagedChannel channel = Grpc.newChannelBuilderForAddress(target.host(), target.port(), credentials)
                .executor(executor)
                .maxInboundMessageSize(maxResponseBytes)
                .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                .keepAliveTimeout(KEEP_ALIVE_SECONDS / 2, TimeUnit.SECONDS)
                .defaultServiceConfig(RetryPolicy.serviceConfig())
                .disableServiceConfigLookUp()
                .build();
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, daemons(name + "-timer"));
        return new MinikafkaClient(new Connection(channel, timer, executor, requestTimeout));
    }

    private static ThreadFactory daemons(String name) {
        AtomicInteger threads = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + threads.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
