package io.minikafka.resp;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.ArrayOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolVersion;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The example of docs/redis.md for Lettuce, word for word. */
class LettuceExampleTests extends RespFixture {
    private void example() {
        RedisURI address = RedisURI.builder()
                .withHost("localhost")
                .withPort(door.server.port())
                .withClientName("billing:lettuce")
                .build();
        try (RedisClient client = RedisClient.create(address)) {
            RedisCommands<String, String> redis = client.connect().sync();
            redis.rpushx("topics:orders", "two coffees");
            List<Object> message = redis.dispatch(
                    CommandType.BLPOP,
                    new ArrayOutput<>(StringCodec.UTF8),
                    new CommandArgs<>(StringCodec.UTF8).addKey("topics:orders").add(5));
            if (message.size() == 8) {
                System.out.println(message.get(7));
                redis.rpush("acks", message.get(1) + ":" + message.get(3) + ":" + message.get(5));
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

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void nothingInTimeIsNoListOfEight(ProtocolVersion version) {
        RedisURI address = RedisURI.builder()
                .withHost("localhost")
                .withPort(door.server.port())
                .withClientName("billing:lettuce")
                .build();
        try (RedisClient client = RedisClient.create(address)) {
            client.setOptions(ClientOptions.builder().protocolVersion(version).build());
            List<Object> message = client.connect()
                    .sync()
                    .dispatch(
                            CommandType.BLPOP,
                            new ArrayOutput<>(StringCodec.UTF8),
                            new CommandArgs<>(StringCodec.UTF8)
                                    .addKey("topics:orders")
                                    .add(0.01));
            assertThat(message).hasSizeLessThan(2);
        }
    }
}
