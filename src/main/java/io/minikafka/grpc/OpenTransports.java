package io.minikafka.grpc;

import io.grpc.Attributes;
import io.grpc.ServerTransportFilter;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts a server's connections: those that have come as far as a transport. Safe for use by many threads. */
public final class OpenTransports extends ServerTransportFilter {
    private final AtomicInteger open = new AtomicInteger();

    @Override
    public Attributes transportReady(Attributes attributes) {
        open.incrementAndGet();
        return attributes;
    }

    @Override
    public void transportTerminated(Attributes attributes) {
        // Null is what gRPC has for a transport that ended before it was ready.
        if (attributes != null) {
            open.decrementAndGet();
        }
    }

    /** How many there are now. */
    public int count() {
        return open.get();
    }
}
