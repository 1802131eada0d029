package io.minikafka.client.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.minikafka.client.MinikafkaException;
import io.minikafka.client.MinikafkaException.Kind;
import io.minikafka.client.Target;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What everything that a client opens shares: Lettuce, from which it takes connections and nothing that acts on its own.
 * Reconnecting, sending again and giving up are this package's, since Lettuce would send what was under way again behind
 * its back, and an abandoned {@code BLPOP} takes a message with it. Safe for use by many threads.
 */
final class Lettuce implements AutoCloseable {
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(10);
    private static final Duration SHUTDOWN = Duration.ofSeconds(5);

    private final Target target;
    private final RedisURI uri;
    private final Duration requestTimeout;
    private final ClientResources resources;
    private final boolean ownsResources;
    private final RedisClient client;
    private final ExecutorService executor;
    private volatile boolean closed;

    /**
     * Makes its threads, and no connection.
     *
     * @param tls null for plain text
     * @param shared null for resources of its own
     */
    Lettuce(
            Target target,
            RedisURI uri,
            @Nullable SslOptions tls,
            Duration requestTimeout,
            @Nullable ClientResources shared) {
        this.target = target;
        this.uri = uri;
        this.requestTimeout = requestTimeout;
        this.ownsResources = shared == null;
        this.resources = shared != null ? shared : ownResources();
        this.client = RedisClient.create(resources, uri);
        this.client.setOptions(options(tls, requestTimeout));
        this.executor = Executors.newCachedThreadPool(new DefaultThreadFactory("minikafka-redis-client", true));
    }

    private static ClientResources ownResources() {
        return ClientResources.builder()
                .ioThreadPoolSize(2)
                .computationThreadPoolSize(2)
                .commandLatencyRecorder(CommandLatencyRecorder.disabled())
                .build();
    }

    private static ClientOptions options(@Nullable SslOptions tls, Duration requestTimeout) {
        ClientOptions.Builder options = ClientOptions.builder()
                .autoReconnect(false)
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build())
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                // Everything needed is in it, and it connects with one round trip.
                .protocolVersion(ProtocolVersion.RESP2)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(
                                requestTimeout.compareTo(LONGEST_CONNECT) < 0 ? requestTimeout : LONGEST_CONNECT)
                        .keepAlive(true)
                        .build());
        return (tls == null ? options : options.sslOptions(tls)).build();
    }

    Target target() {
        return target;
    }

    /** Bound on a call that waits for nothing but its answer. */
    Duration requestTimeout() {
        return requestTimeout;
    }

    /** Runs what may call users' code, or waits for a lock that is held while it is run. */
    Executor executor() {
        return executor;
    }

    /** Connects. Fails with a {@link MinikafkaException}; completes on Lettuce's threads. */
    CompletableFuture<Link> open() {
        if (closed) {
            return CompletableFuture.failedFuture(closedFailure());
        }
        CompletableFuture<Link> opened = new CompletableFuture<>();
        try {
            client.connectAsync(ByteArrayCodec.INSTANCE, uri).whenComplete((connection, failure) -> {
                if (failure != null) {
                    opened.completeExceptionally(RedisFailures.ofConnecting(target, failure));
                    return;
                }
                Link link = new Link(target, connection);
                if (closed || !opened.complete(link)) {
                    link.close(closedFailure());
                    opened.completeExceptionally(closedFailure());
                }
            });
        } catch (RuntimeException refused) {
            opened.completeExceptionally(RedisFailures.ofConnecting(target, refused));
        }
        return opened;
    }

    /** Runs the task on the executor after the delay; never, once the client is closed. */
    Future<?> after(Duration delay, Runnable task) {
        try {
            return resources.eventExecutorGroup().schedule(() -> hand(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException shutDown) {
            // Whoever closed the client also ends what this task would go on with.
            return CompletableFuture.completedFuture(null);
        }
    }

    private void hand(Runnable task) {
        if (!closed) {
            executor.execute(task);
        }
    }

    static MinikafkaException closedFailure() {
        return new MinikafkaException(Kind.CLOSED, "The client is closed");
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        client.shutdown(Duration.ZERO, SHUTDOWN);
        if (ownsResources) {
            resources.shutdown(0, SHUTDOWN.toMillis(), TimeUnit.MILLISECONDS).awaitUninterruptibly(SHUTDOWN.toMillis());
        }
        // Not shut down now: callbacks that tell users what became of their calls may be under way.
        executor.shutdown();
    }
}
