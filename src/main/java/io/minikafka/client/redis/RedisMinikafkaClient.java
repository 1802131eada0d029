package io.minikafka.client.redis;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandType;
import io.minikafka.client.GroupConsumer;
import io.minikafka.client.GroupSubscription;
import io.minikafka.client.HealthStatus;
import io.minikafka.client.MessagingClient;
import io.minikafka.client.MinikafkaException;
import io.minikafka.client.MinikafkaException.Kind;
import io.minikafka.client.Producer;
import io.minikafka.client.ProducerOptions;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A client over the service's Redis protocol, for where only Redis ports may be talked to. Producers share one connection,
 * each group consumer has one of its own. They are made when first used and, whenever they are lost, again. Keep one
 * client for the life of the application. Safe for use by many threads.
 *
 * <p>What the protocol cannot carry: headers and chosen partitions of produced messages, which are refused with
 * {@link Kind#INVALID_ARGUMENT}; keys, headers and append times of consumed ones; where a message was stored.
 *
 * <p>Where the service stores in Kafka and answers once it has buffered ({@code minikafka.resp.acknowledge=buffered}, its
 * default), a future that completed says no more than that. {@link Producer#flush()} then waits until what this client
 * sent is stored, and throws {@link Kind#OUTCOME_UNKNOWN} when the service told, to any producer of this client since the
 * producer's last flush, that accepted messages were not stored. {@link #lostMessages()} counts them, and each report is
 * logged as a warning, also while a producer closes.
 */
public final class RedisMinikafkaClient implements MessagingClient {
    /** Where the service listens unless it is configured otherwise. */
    public static final int DEFAULT_PORT = 6380;

    private final Lettuce lettuce;
    private final InstantSource clock;
    private final LostMessages lost = new LostMessages();
    private final SharedLink shared;
    private final Map<AutoCloseable, Runnable> opened = new ConcurrentHashMap<>();
    private volatile boolean closed;

    RedisMinikafkaClient(Lettuce lettuce, InstantSource clock) {
        this.lettuce = lettuce;
        this.clock = clock;
        this.shared = new SharedLink(lettuce);
    }

    /**
     * A client of the server at this address, in plain text, with the defaults.
     *
     * @param target {@code host:port}; a missing port is 6380, a missing host localhost
     * @throws IllegalArgumentException when the target is no address
     */
    public static RedisMinikafkaClient connect(String target) {
        return builder(target).build();
    }

    /**
     * A client of the server at this address, to be configured.
     *
     * @param target {@code host:port}; a missing port is 6380, a missing host localhost
     * @throws IllegalArgumentException when the target is no address
     */
    public static RedisMinikafkaClientBuilder builder(String target) {
        return new RedisMinikafkaClientBuilder(target);
    }

    @Override
    public Producer producer(String topic, ProducerOptions options) {
        requireOpen();
        RedisProducer producer = new RedisProducer(lettuce, shared, lost, topic, options, opened::remove);
        keep(producer, producer::close);
        return producer;
    }

    @Override
    public GroupConsumer join(GroupSubscription subscription) {
        requireOpen();
        RedisGroupConsumer consumer = new RedisGroupConsumer(lettuce, clock, subscription, opened::remove);
        keep(consumer, consumer::close);
        return consumer;
    }

    @Override
    public boolean supportsHeaders() {
        return false;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Serving is who answers a {@code PING} within the request timeout.
     */
    @Override
    public HealthStatus health() {
        requireOpen();
        AsyncCommand<byte[], byte[], String> ping =
                new AsyncCommand<>(new Command<>(CommandType.PING, new StatusOutput<>(ByteArrayCodec.INSTANCE)));
        CompletableFuture<String> answer = shared.getNow().thenCompose(link -> {
            link.dispatch(ping);
            return ping;
        });
        Waiting.join(answer, lettuce.requestTimeout(), "PING");
        return HealthStatus.SERVING;
    }

    /**
     * How many messages the service had accepted and then, as it told this client, not stored. Some of them may be stored
     * nevertheless. Always 0 unless the service is over Kafka.
     */
    public long lostMessages() {
        return lost.count();
    }

    @Override
    public void close() {
        closed = true;
        // Each removes itself while it closes.
        opened.values().forEach(Runnable::run);
        shared.close();
        lettuce.close();
    }

    private void keep(AutoCloseable fresh, Runnable close) {
        opened.put(fresh, close);
        if (closed) {
            close.run();
            requireOpen();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new MinikafkaException(Kind.CLOSED, "The client is closed");
        }
    }
}
