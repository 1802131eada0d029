package io.minikafka.packaged;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisDataException;

@ParameterizedClass(name = "{0}")
@NullSource
@EnumSource(RedisProtocol.class)
class JedisIT extends RedisClientContract {
    /** Null for its default. */
    @Parameter
    @Nullable
    RedisProtocol protocol;

    @Override
    RedisTopicsClient connect(int port, @Nullable String name) {
        return new JedisTopics(port, name, protocol);
    }

    @Override
    Class<? extends Exception> refusal() {
        return JedisDataException.class;
    }

    @Override
    int protocol() {
        return protocol == RedisProtocol.RESP3 ? 3 : 2;
    }
}
