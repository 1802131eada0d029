package io.minikafka.test;

import io.minikafka.broker.BrokerException;
import io.minikafka.broker.BrokerOptions;
import io.minikafka.broker.LocalBroker;
import io.minikafka.client.MinikafkaClient;
import io.minikafka.group.GroupName;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.TopicName;
import io.minikafka.store.memory.InMemoryMessageStore;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/**
 * A minikafka server in this JVM: the service's doors and broker over a store in memory, on free loopback ports. It is
 * reachable once it is made. Safe for use by many threads.
 *
 * <p>Messages age by {@link #clock()} alone. What a server does to its clients, such as moving partitions between the
 * members of a group, takes the time that it takes anywhere.
 *
 * <p>Its threads are daemons and end when it is closed; those that gRPC shares between servers and clients a second later.
 */
public final class EmbeddedMinikafkaServer implements AutoCloseable {
    private static final StoreLimits LIMITS = StoreLimits.DEFAULT;

    private final EmbeddedMinikafkaOptions options;
    private final TestClock clock = new TestClock();
    private final InMemoryMessageStore store = new InMemoryMessageStore(LIMITS, clock);
    private final ScheduledThreadPoolExecutor timer;
    private final LocalBroker broker;
    private int grpcPort;
    private int redisPort;
    private @Nullable Doors doors;
    private @Nullable MinikafkaClient client;
    private boolean closed;

    /** A server with the default options. */
    public EmbeddedMinikafkaServer() {
        this(EmbeddedMinikafkaOptions.DEFAULT);
    }

    /** @throws java.io.UncheckedIOException when it cannot listen */
    public EmbeddedMinikafkaServer(EmbeddedMinikafkaOptions options) {
        this.options = options;
        timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "minikafka-embedded-timer");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        broker = new LocalBroker(store, new BrokerOptions(options.topicSettings(), true), timer);
        createTopics();
        try {
            start();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void createTopics() {
        options.topics().forEach(topic -> store.createTopic(TopicName.of(topic), options.topicSettings()));
    }

    /** Where gRPC listens: {@code host:port}, for {@link MinikafkaClient#connect}. The same for the server's whole life. */
    public synchronized String target() {
        return address(grpcPort);
    }

    /**
     * Where the Redis door listens: {@code host:port}, the same for the server's whole life.
     *
     * @throws IllegalStateException when the options ask for no Redis door
     */
    public synchronized String redisAddress() {
        if (!options.redis()) {
            throw new IllegalStateException(
                    "The embedded server has no Redis door; @EmbeddedMinikafka(redis = true) gives it one");
        }
        return address(redisPort);
    }

    private static String address(int port) {
        return "127.0.0.1:" + port;
    }

    /** A client of this server, the same one each time, which the server closes. It connects when it is first used. */
    public synchronized MinikafkaClient client() {
        requireOpen();
        if (client == null) {
            client = MinikafkaClient.connect(target());
        }
        return client;
    }

    /** What messages age by. */
    public TestClock clock() {
        return clock;
    }

    /** Moves the clock, and frees what has expired by then. */
    public void advance(Duration duration) {
        clock.advance(duration);
        store.enforceRetention();
    }

    /**
     * Deletes all topics, with their messages and what groups have committed, and the groups that have no members; creates
     * the topics of the options. Members of groups stay, and read the topics from their beginning when they come again. The
     * clock stays where it is. Nothing may be produced meanwhile.
     */
    public synchronized void reset() {
        requireOpen();
        broker.topics().join().forEach(topic -> broker.deleteTopic(topic).join());
        broker.groups().join().forEach(this::deleteUnlessUsed);
        createTopics();
    }

    private void deleteUnlessUsed(GroupName group) {
        try {
            broker.deleteGroup(group).join();
        } catch (CompletionException e) {
            BrokerException failure = BrokerException.in(e);
            if (failure == null
                    || failure.code() != BrokerException.Code.FAILED_PRECONDITION
                            && failure.code() != BrokerException.Code.UNKNOWN_GROUP) {
                throw e;
            }
        }
    }

    /**
     * Breaks all connections and is not reachable until {@link #start()}. Topics, and what groups have committed, stay, as
     * they would in files. Does nothing when it is not reachable already.
     */
    public synchronized void stop() {
        if (doors != null) {
            doors.close();
            doors = null;
        }
    }

    /**
     * Is reachable again at the same addresses. Does nothing when it is reachable.
     *
     * @throws java.io.UncheckedIOException when another process has got a port meanwhile
     */
    public synchronized void start() {
        requireOpen();
        if (doors != null) {
            return;
        }
        GrpcDoor grpc = new GrpcDoor(broker, LIMITS, grpcPort);
        grpcPort = grpc.port();
        doors = new Doors(grpc, null);
        if (options.redis()) {
            try {
                RedisDoor redis = new RedisDoor(broker, LIMITS, redisPort);
                redisPort = redis.port();
                doors = new Doors(grpc, redis);
            } catch (RuntimeException e) {
                stop();
                throw e;
            }
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The embedded server is closed");
        }
    }

    /** Idempotent. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (client != null) {
            client.close();
        }
        stop();
        broker.close();
        timer.shutdownNow();
        store.close();
    }
}
