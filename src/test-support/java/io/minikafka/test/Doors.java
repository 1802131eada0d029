package io.minikafka.test;

import org.jspecify.annotations.Nullable;

/** The doors of an embedded server while it is reachable. */
record Doors(GrpcDoor grpc, @Nullable RedisDoor redis) {
    /** Breaks all connections, as a process does that is killed, and returns when nobody listens any more. */
    void close() {
        grpc.close();
        if (redis != null) {
            redis.close();
        }
    }
}
