package io.minikafka.client;

import io.grpc.ChannelCredentials;
import io.grpc.CompositeChannelCredentials;
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
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Builds a {@link MinikafkaClient}. */
public final class MinikafkaClientBuilder {
    private static final AtomicInteger CLIENTS = new AtomicInteger();
    /** Above the 30 s that servers permit, so that a ping that arrives a little early is not taken for abuse. */
    private static final long KEEP_ALIVE_SECONDS = 40;

    private final Target target;
    private Supplier<ChannelCredentials> security = InsecureChannelCredentials::create;
    private @Nullable Credentials credentials;
    private Duration requestTimeout = Duration.ofSeconds(30);
    private int maxResponseBytes = 64 << 20;

    /** @throws IllegalArgumentException when the target is no address */
    MinikafkaClientBuilder(String target) {
        this.target = Target.parse(target);
    }

    /** Secures the connection; plain text otherwise. */
    public MinikafkaClientBuilder tls(Tls settings) {
        this.security = settings::credentials;
        return this;
    }

    /**
     * The same with keys and trust from elsewhere, as Spring's SSL bundles have them. The last call of {@code tls} counts.
     *
     * @param keys what to show to a server that asks; null for nothing
     * @param trust whom to trust; null for whom the JDK trusts
     */
    public MinikafkaClientBuilder tls(@Nullable KeyManagerFactory keys, @Nullable TrustManagerFactory trust) {
        this.security = () -> Tls.credentials(keys, trust);
        return this;
    }

    /**
     * Sent with every call; none unless set. Over plain text everybody on the way can read them, so use TLS where the way
     * is not trusted.
     */
    public MinikafkaClientBuilder credentials(Credentials identity) {
        this.credentials = identity;
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
        ChannelCredentials channelCredentials = credentials == null
                ? security.get()
                : CompositeChannelCredentials.create(security.get(), new Authorization(credentials));
        String name = "minikafka-client-" + CLIENTS.incrementAndGet();
        ExecutorService executor = Executors.newCachedThreadPool(daemons(name));
        ManagedChannel channel = Grpc.newChannelBuilderForAddress(target.host(), target.port(), channelCredentials)
                .executor(executor)
                .maxInboundMessageSize(maxResponseBytes)
                .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                .keepAliveTimeout(KEEP_ALIVE_SECONDS / 2, TimeUnit.SECONDS)
                .defaultServiceConfig(RetryPolicy.serviceConfig())
                .disableServiceConfigLookUp()
                .build();
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, daemons(name + "-timer"));
        timer.setRemoveOnCancelPolicy(true);
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
