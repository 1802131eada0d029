package io.minikafka.client.autoconfigure;

import io.minikafka.client.Target;
import java.util.Locale;

/** By which of the server's protocols a client talks to it. */
public enum Transport {
    /** The protocol of {@code MinikafkaClient}, which can everything. */
    GRPC(Target.DEFAULT_PORT),
    /** The Redis protocol, with Lettuce: no headers, no chosen partitions, and keys are not read back. */
    REDIS(6380);

    private final int defaultPort;

    Transport(int defaultPort) {
        this.defaultPort = defaultPort;
    }

    /** Where the server's door for it is, unless configured otherwise. */
    public int defaultPort() {
        return defaultPort;
    }

    /** As settings have it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
