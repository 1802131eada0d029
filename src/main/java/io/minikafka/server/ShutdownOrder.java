package io.minikafka.server;

/**
 * The phases in which the parts stop, highest first; they start in the opposite order. Before all of them readiness is
 * refused and {@link GrpcHealth} tells its watchers. After the doors HTTP stops, in Spring Boot's own phases from
 * {@code Integer.MAX_VALUE - 1024} down, so that health can be asked for until then. At last the beans go, each before
 * what it needs: the broker, then the store, which syncs and closes.
 */
final class ShutdownOrder {
    /** What only waits ends, and new waits are refused. */
    static final int DRAIN = Integer.MAX_VALUE;

    /** Doors take no new calls and let those under way finish. */
    static final int DOORS = DRAIN - 512;

    private ShutdownOrder() {}
}
