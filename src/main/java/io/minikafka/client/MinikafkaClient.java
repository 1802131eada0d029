package io.minikafka.client;

import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One connection to a minikafka server, and what is opened over it. It connects when first used and, whenever the
 * connection is lost, again. Keep one for the life of the application. Safe for use by many threads.
 *
 * <p>Closing it closes what was opened by it: producers wait for their acknowledgements first.
 */
public final class MinikafkaClient implements MessagingClient {
    private final Connection connection;
    private final Map<AutoCloseable, Runnable> opened = new ConcurrentHashMap<>();
    private final Topics topics;
    private final Groups groups;
    private volatile boolean closed;

    MinikafkaClient(Connection connection) {
        this.connection = connection;
        this.topics = new Topics(connection);
        this.groups = new Groups(connection);
    }

    /**
     * A client of the server at this address, in plain text, with the defaults.
     *
     * @param target {@code host:port}
     */
    public static MinikafkaClient connect(String target) {
        return builder(target).build();
    }

    /**
     * A client of the server at this address, to be configured.
     *
     * @param target {@code host:port}; a missing port is 9999, a missing host localhost
     */
    public static MinikafkaClientBuilder builder(String target) {
        return new MinikafkaClientBuilder(target);
    }

    @Override
    public Producer producer(String topic, ProducerOptions options) {
        requireOpen();
        GrpcProducer producer = new GrpcProducer(connection, topic, options, opened::remove);
        keep(producer, producer::close);
        return producer;
    }

    @Override
    public GroupConsumer join(GroupSubscription subscription) {
        requireOpen();
        GrpcGroupConsumer consumer = new GrpcGroupConsumer(connection, subscription, opened::remove);
        keep(consumer, consumer::close);
        consumer.start();
        return consumer;
    }

    /** A consumer of the topic's first partition. */
    public Consumer consumer(String topic, StartPosition start) {
        return consumer(topic, start, ReadOptions.DEFAULT);
    }

    /**
     * A consumer of the partition that the options name.
     *
     * @throws MinikafkaException when the start is {@link StartPosition#latest()} and cannot be looked up
     */
    public Consumer consumer(String topic, StartPosition start, ReadOptions options) {
        requireOpen();
        Consumer consumer = new Consumer(new PartitionReader(connection, topic, options), start, opened::remove);
        keep(consumer, consumer::close);
        return consumer;
    }

    /** A subscription to the topic's first partition. */
    public Subscription subscribe(String topic, StartPosition start, SubscriptionListener listener) {
        return subscribe(topic, start, ReadOptions.DEFAULT, listener);
    }

    /**
     * Pushes a partition's messages to the listener until the subscription is closed.
     *
     * @throws MinikafkaException when the start is {@link StartPosition#latest()} and cannot be looked up
     */
    public Subscription subscribe(
            String topic, StartPosition start, ReadOptions options, SubscriptionListener listener) {
        requireOpen();
        Subscription subscription =
                new Subscription(new PartitionReader(connection, topic, options), start, listener, opened::remove);
        keep(subscription, subscription::close);
        subscription.open();
        return subscription;
    }

    /**
     * Stores messages with one request, which needs no producer and keeps no order with one. May store them twice when
     * the connection breaks, since the request is then repeated.
     *
     * @throws MinikafkaException when they are not stored, or when that is not known; those to one partition are stored
     *     all or none
     */
    public List<RecordMetadata> produce(String topic, List<ProducerMessage> messages) {
        RequestBuffer request = new RequestBuffer(topic, new byte[0]);
        for (ProducerMessage message : messages) {
            request.add(message, RequestBuffer.sizeOf(message));
        }
        return new Placements(
                topic, connection.call(ProduceMethods.UNARY, request.encoded()).getRunsList());
    }

    public Topics topics() {
        return topics;
    }

    public Groups groups() {
        return groups;
    }

    @Override
    public HealthStatus health() {
        HealthCheckRequest request = HealthCheckRequest.getDefaultInstance();
        return switch (connection.call(HealthGrpc.getCheckMethod(), request).getStatus()) {
            case SERVING -> HealthStatus.SERVING;
            case NOT_SERVING -> HealthStatus.NOT_SERVING;
            case UNKNOWN, SERVICE_UNKNOWN, UNRECOGNIZED -> HealthStatus.UNKNOWN;
        };
    }

    /** Idempotent. Calls that other threads wait for fail when they take longer than a few seconds. */
    @Override
    public void close() {
        closed = true;
        // Each removes itself while it closes.
        opened.values().forEach(Runnable::run);
        connection.close();
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
            throw new MinikafkaException(MinikafkaException.Kind.CLOSED, "The client is closed");
        }
    }
}
