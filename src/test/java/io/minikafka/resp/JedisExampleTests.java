package io.minikafka.resp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.util.SafeEncoder;

/** The example of docs/redis.md for Jedis, word for word. */
class JedisExampleTests extends RespFixture {
    private void example() {
        ConnectionPoolConfig oneConnection = new ConnectionPoolConfig();
        oneConnection.setMaxTotal(1);
        try (RedisClient jedis = RedisClient.builder()
                .hostAndPort("localhost", door.server.port())
                .clientConfig(DefaultJedisClientConfig.builder()
                        .clientName("billing:jedis")
                        .build())
                .poolConfig(oneConnection)
                .build()) {
            jedis.rpushx("topics:orders", "two coffees");
            Object reply = jedis.sendBlockingCommand(Command.BLPOP, "topics:orders", "5");
            if (reply != null) {
                List<?> message = (List<?>) SafeEncoder.encodeObject(reply);
                System.out.println(message.get(7));
                jedis.rpush("acks", message.get(1) + ":" + message.get(3) + ":" + message.get(5));
            }
        }
    }

    @Test
    void itProducesConsumesAndAcknowledges() {
        example();
        RespClient next = door.member("billing:next");
        assertThat(next.call("BLPOP", "topics:orders", "0.01")).isEqualTo(NOTHING);
        assertThat(next.call("LLEN", "topics:orders")).isEqualTo(ONE);
    }
}
