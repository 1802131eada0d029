package io.minikafka.client;

import io.minikafka.broker.Broker;
import io.minikafka.broker.GroupOptions;
import io.minikafka.store.StoreLimits;
import java.time.Clock;
import java.time.Duration;

/**
 * A real server on a loopback port, over a store in memory, and clients of it that speak one protocol: what the contract
 * tests of {@link MessagingClient} run over. The server creates topics when they are first written to, with one partition.
 */
public interface TransportFixture extends AutoCloseable {

    /** What not every protocol can carry. */
    enum Capability {
        /** Messages have headers. */
        HEADERS,
        /** A consumer sees the key that its message was produced with. */
        KEYS_ARE_READ,
        /** Producers learn partition and offset. */
        PLACES_ARE_TOLD,
        /** Consumers are told what retention removed before the first message they see, too. */
        SKIPS_ARE_TOLD
    }

    /** How the server is set up. */
    record Settings(Clock clock, StoreLimits limits, GroupOptions groups) {
        /** A message of 1 MiB fits, and little more. Partitions move at once when members come. */
        static final Settings DEFAULT = new Settings(
                Clock.systemUTC(),
                new StoreLimits((1 << 20) + 1_000),
                new GroupOptions(Duration.ZERO, Duration.ofDays(7)));

        Settings withClock(Clock value) {
            return new Settings(value, limits, groups);
        }
    }

    /** Another client, to be closed by the caller. */
    MessagingClient client();

    boolean can(Capability capability);

    /** What the server is over while it runs, for looks at and changes to what clients cannot. */
    Broker broker();

    /** Breaks all connections at once and stays away. Topics, messages and committed offsets are kept. */
    void stop();

    /** At the same address, over what it left. */
    void start();

    default void restart() {
        stop();
        start();
    }

    @Override
    void close();
}
