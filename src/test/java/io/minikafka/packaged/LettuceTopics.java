package io.minikafka.packaged;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.lettuce.core.protocol.ProtocolVersion;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lettuce: one connection, which it makes again, with the same name, whenever it is lost. */
final class LettuceTopics implements RedisTopicsClient {
    private static final StringCodec UTF8 = StringCodec.UTF8;

    private final RedisClient client;
    private final StatefulRedisConnection<String, String> connection;
    private final RedisCommands<String, String> redis;

    /**
     * Connects.
     *
     * @param name of the connection, {@code <group>:<name>} for a consumer; null for none
     * @param version of the protocol; null for Lettuce's default
     */
    LettuceTopics(int port, @Nullable String name, @Nullable ProtocolVersion version) {
        RedisURI.Builder uri = RedisURI.builder().withHost("127.0.0.1").withPort(port);
        client = RedisClient.create((name == null ? uri : uri.withClientName(name)).build());
        if (version != null) {
            client.setOptions(ClientOptions.builder().protocolVersion(version).build());
        }
        connection = client.connect();
        redis = connection.sync();
    }

    @Override
    public String ping() {
        return redis.ping();
    }

    @Override
    public long produce(String key, String value) {
        return redis.rpushx(key, value);
    }

    @Override
    public List<Long> produce(String key, List<String> values) {
        List<RedisFuture<Long>> produced = values.stream()
                .map(value -> connection.async().rpushx(key, value))
                .toList();
        return produced.stream()
                .map(future -> future.toCompletableFuture().join())
                .toList();
    }

    @Override
    public long unacknowledged(long millis) {
        return redis.dispatch(CommandType.DUMP, new IntegerOutput<>(UTF8), new CommandArgs<>(UTF8).add(millis));
    }

    @Override
    public @Nullable ReceivedMessage consume(String key, double timeout) {
        return redis.dispatch(
                CommandType.BLPOP,
                new LettuceMessageOutput(UTF8),
                new CommandArgs<>(UTF8).addKey(key).add(timeout));
    }

    @Override
    public long acknowledge(String... acknowledgements) {
        return redis.rpush("acks", acknowledgements);
    }

    @Override
    public Collection<String> topics() {
        return redis.keys("topics:");
    }

    @Override
    public Map<String, String> counters() {
        return redis.hgetall("stats");
    }

    @Override
    public String connections() {
        return redis.clientList();
    }

    @Override
    public void sendNonsense() {
        redis.dispatch(
                new ProtocolKeyword() {
                    @Override
                    public byte[] getBytes() {
                        return toString().getBytes(StandardCharsets.UTF_8);
                    }

                    @Override
                    public String toString() {
                        return "NONSENSE";
                    }
                },
                new StatusOutput<>(UTF8),
                new CommandArgs<>(UTF8).add("x"));
    }

    @Override
    public void close() {
        connection.close();
        client.close();
    }
}
