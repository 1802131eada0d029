package io.minikafka.packaged;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.protocol.ProtocolVersion;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;

@ParameterizedClass(name = "{0}")
@NullSource
@EnumSource(ProtocolVersion.class)
class LettuceIT extends RedisClientContract {
    /** Null for its default. */
    @Parameter
    @Nullable
    ProtocolVersion version;

    @Override
    RedisTopicsClient connect(int port, @Nullable String name) {
        return new LettuceTopics(port, name, version);
    }

    @Override
    Class<? extends Exception> refusal() {
        return RedisCommandExecutionException.class;
    }

    @Override
    int protocol() {
        return version == ProtocolVersion.RESP2 ? 2 : 3;
    }
}
