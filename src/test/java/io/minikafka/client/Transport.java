package io.minikafka.client;

import io.minikafka.client.TransportFixture.Settings;
import java.util.function.Function;

/** The protocols that a {@link MessagingClient} may speak: its callers must not have to know which. */
public enum Transport {
    GRPC(GrpcFixture::new),
    REDIS(RedisFixture::new);

    private final Function<Settings, TransportFixture> start;

    Transport(Function<Settings, TransportFixture> start) {
        this.start = start;
    }

    TransportFixture start(Settings settings) {
        return start.apply(settings);
    }
}
