package io.minikafka.client;

import io.minikafka.broker.Broker;
import io.minikafka.client.redis.RedisMinikafkaClient;
import io.minikafka.client.redis.TestRedisDoor;
import io.minikafka.group.RememberedOffsets;
import io.minikafka.security.Authenticator;
import io.minikafka.store.memory.InMemoryMessageStore;
import java.util.function.UnaryOperator;

/** Over the Redis protocol messages have a key, a value and an offset, and their producers know none of it. */
final class RedisFixture implements TransportFixture {
    private final TestRedisDoor door;

    RedisFixture(Settings settings) {
        door = new TestRedisDoor(
                new InMemoryMessageStore(settings.limits(), settings.clock()),
                new RememberedOffsets(),
                settings.limits(),
                settings.groups(),
                Authenticator.NONE,
                UnaryOperator.identity());
    }

    @Override
    public MessagingClient client() {
        return RedisMinikafkaClient.connect(door.target());
    }

    @Override
    public boolean can(Capability capability) {
        return switch (capability) {
            case HEADERS, KEYS_ARE_READ, PLACES_ARE_TOLD, SKIPS_ARE_TOLD -> false;
        };
    }

    @Override
    public Broker broker() {
        return door.broker();
    }

    @Override
    public void stop() {
        door.stop();
    }

    @Override
    public void start() {
        door.start();
    }

    @Override
    public void close() {
        door.close();
    }
}
