package io.minikafka.packaged;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.util.SafeEncoder;

/** Jedis: a pool of one connection, since a consumer is a connection with a name. */
final class JedisTopics implements RedisTopicsClient {
    private final RedisClient jedis;

    /**
     * Connects when it is first used.
     *
     * @param name of the connection, {@code <group>:<name>} for a consumer; null for none
     * @param protocol null for Jedis's default
     */
    JedisTopics(int port, @Nullable String name, @Nullable RedisProtocol protocol) {
        GenericObjectPoolConfig<Connection> one = new GenericObjectPoolConfig<>();
        one.setMaxTotal(1);
        jedis = RedisClient.builder()
                .hostAndPort("127.0.0.1", port)
                .clientConfig(DefaultJedisClientConfig.builder()
                        .clientName(name)
                        .protocol(protocol)
                        // Its own 2 s are short on a machine that does many things at once.
                        .timeoutMillis(60_000)
                        .build())
                .poolConfig(one)
                .build();
    }

    @Override
    public String ping() {
        return jedis.ping();
    }

    @Override
    public long produce(String key, String value) {
        return jedis.rpushx(key, value);
    }

    @Override
    public List<Long> produce(String key, List<String> values) {
        try (Pipeline pipeline = jedis.pipelined()) {
            List<Response<Long>> produced =
                    values.stream().map(value -> pipeline.rpushx(key, value)).toList();
            pipeline.sync();
            return produced.stream().map(Response::get).toList();
        }
    }

    @Override
    public long unacknowledged(long millis) {
        return (Long) jedis.sendCommand(Command.DUMP, Long.toString(millis));
    }

    @Override
    public @Nullable ReceivedMessage consume(String key, double timeout) {
        Object reply = jedis.sendBlockingCommand(Command.BLPOP, key, Double.toString(timeout));
        return reply == null ? null : ReceivedMessage.of((List<?>) SafeEncoder.encodeObject(reply));
    }

    @Override
    public long acknowledge(String... acknowledgements) {
        return jedis.rpush("acks", acknowledgements);
    }

    @Override
    public Collection<String> topics() {
        return jedis.keys("topics:");
    }

    @Override
    public Map<String, String> counters() {
        return jedis.hgetAll("stats");
    }

    @Override
    public String connections() {
        return SafeEncoder.encode((byte[]) jedis.sendCommand(Command.CLIENT, "LIST"));
    }

    @Override
    public void sendNonsense() {
        jedis.sendCommand(() -> "NONSENSE".getBytes(StandardCharsets.UTF_8), "x");
    }

    @Override
    public void close() {
        jedis.close();
    }
}
