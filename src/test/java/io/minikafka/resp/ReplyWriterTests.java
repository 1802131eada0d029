package io.minikafka.resp;

import static io.minikafka.resp.RespVersion.RESP2;
import static io.minikafka.resp.RespVersion.RESP3;
import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.store.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.redis.ArrayRedisMessage;
import io.netty.handler.codec.redis.ErrorRedisMessage;
import io.netty.handler.codec.redis.FullBulkStringRedisMessage;
import io.netty.handler.codec.redis.IntegerRedisMessage;
import io.netty.handler.codec.redis.RedisArrayAggregator;
import io.netty.handler.codec.redis.RedisBulkStringAggregator;
import io.netty.handler.codec.redis.RedisDecoder;
import io.netty.handler.codec.redis.SimpleStringRedisMessage;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyWriterTests {
    @ParameterizedTest
    @EnumSource
    void someTypesAreTheSameInBothVersions(RespVersion version) {
        assertThat(written(version, reply -> reply.simple("OK"))).isEqualTo("+OK\r\n");
        assertThat(written(version, reply -> reply.error("ERR no"))).isEqualTo("-ERR no\r\n");
        assertThat(written(version, reply -> reply.bulk("é€"))).isEqualTo("$5\r\né€\r\n");
        assertThat(written(version, reply -> reply.bulk(""))).isEqualTo("$0\r\n\r\n");
        assertThat(written(version, reply -> reply.bulk(-120))).isEqualTo("$4\r\n-120\r\n");
        assertThat(written(version, reply -> reply.array(12))).isEqualTo("*12\r\n");
        assertThat(written(version, reply -> reply.integers(3, 1))).isEqualTo(":1\r\n:1\r\n:1\r\n");
    }

    @Test
    void version2SendsWhatItLacksAsWhatItHas() {
        assertThat(written(RESP2, ReplyWriter::nullBulk)).isEqualTo("$-1\r\n");
        assertThat(written(RESP2, ReplyWriter::nullArray)).isEqualTo("*-1\r\n");
        assertThat(written(RESP2, reply -> reply.map(3))).isEqualTo("*6\r\n");
        assertThat(written(RESP2, reply -> reply.set(3))).isEqualTo("*3\r\n");
        assertThat(written(RESP2, reply -> reply.bool(true))).isEqualTo(":1\r\n");
        assertThat(written(RESP2, reply -> reply.bool(false))).isEqualTo(":0\r\n");
        assertThat(written(RESP2, reply -> reply.real(1.5))).isEqualTo("$3\r\n1.5\r\n");
        assertThat(written(RESP2, reply -> reply.verbatim("a\r\nb"))).isEqualTo("$4\r\na\r\nb\r\n");
    }

    @Test
    void version3HasTypesOfItsOwn() {
        assertThat(written(RESP3, ReplyWriter::nullBulk)).isEqualTo("_\r\n");
        assertThat(written(RESP3, ReplyWriter::nullArray)).isEqualTo("_\r\n");
        assertThat(written(RESP3, reply -> reply.map(3))).isEqualTo("%3\r\n");
        assertThat(written(RESP3, reply -> reply.set(3))).isEqualTo("~3\r\n");
        assertThat(written(RESP3, reply -> reply.bool(true))).isEqualTo("#t\r\n");
        assertThat(written(RESP3, reply -> reply.bool(false))).isEqualTo("#f\r\n");
        assertThat(written(RESP3, reply -> reply.real(1.5))).isEqualTo(",1.5\r\n");
        assertThat(written(RESP3, reply -> reply.real(-3))).isEqualTo(",-3\r\n");
        assertThat(written(RESP3, reply -> reply.real(Double.NEGATIVE_INFINITY)))
                .isEqualTo(",-inf\r\n");
        assertThat(written(RESP3, reply -> reply.real(Double.NaN))).isEqualTo(",nan\r\n");
        assertThat(written(RESP3, reply -> reply.verbatim("é\n"))).isEqualTo("=7\r\ntxt:é\n\r\n");
    }

    @Test
    void theVersionCanChangeBetweenReplies() {
        String replies = written(RESP2, reply -> {
            reply.nullBulk();
            reply.version(RESP3);
            reply.nullBulk();
            reply.version(RESP2);
            reply.nullBulk();
        });
        assertThat(replies).isEqualTo("$-1\r\n_\r\n$-1\r\n");
    }

    @Test
    void noReplyOfOneLineCanBecomeTwo() {
        assertThat(written(RESP2, reply -> reply.error("ERR a\r\n+OK"))).isEqualTo("-ERR a  +OK\r\n");
        assertThat(written(RESP2, reply -> reply.simple("a\nb"))).isEqualTo("+a b\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                1,
                9,
                10,
                99,
                100,
                12_345,
                -1,
                -10,
                Integer.MAX_VALUE,
                Long.MAX_VALUE,
                Long.MIN_VALUE + 1,
                Long.MIN_VALUE
            })
    void integersAreWrittenInDecimal(long value) {
        assertThat(written(RESP2, reply -> reply.integer(value))).isEqualTo(":" + value + "\r\n");
        String text = Long.toString(value);
        assertThat(written(RESP2, reply -> reply.bulk(value))).isEqualTo("$" + text.length() + "\r\n" + text + "\r\n");
    }

    @Test
    void aSliceIsWrittenWithoutWhatIsAroundIt() {
        Bytes slice = Bytes.wrap(new byte[] {'a', 'b', 0, 'd', 'e'}, 1, 3);
        assertThat(written(RESP2, reply -> reply.bulk(slice))).isEqualTo("$3\r\nb\0d\r\n");
    }

    @Test
    void aRedisClientReadsTheReplies() {
        EmbeddedChannel client =
                new EmbeddedChannel(new RedisDecoder(), new RedisBulkStringAggregator(), new RedisArrayAggregator());
        client.writeInbound(Unpooled.copiedBuffer(
                written(RESP2, reply -> {
                    reply.simple("OK");
                    reply.error("CONS Server shutdown");
                    reply.integer(42);
                    reply.nullBulk();
                    reply.array(2);
                    reply.bulk("topic");
                    reply.array(1);
                    reply.integer(7);
                }),
                StandardCharsets.UTF_8));
        assertThat(client.<SimpleStringRedisMessage>readInbound().content()).isEqualTo("OK");
        assertThat(client.<ErrorRedisMessage>readInbound().content()).isEqualTo("CONS Server shutdown");
        assertThat(client.<IntegerRedisMessage>readInbound().value()).isEqualTo(42);
        assertThat(client.<FullBulkStringRedisMessage>readInbound().isNull()).isTrue();
        ArrayRedisMessage array = client.readInbound();
        assertThat(array.children()).hasSize(2);
        assertThat(((FullBulkStringRedisMessage) array.children().get(0))
                        .content()
                        .toString(StandardCharsets.UTF_8))
                .isEqualTo("topic");
        assertThat(((ArrayRedisMessage) array.children().get(1)).children()).hasSize(1);
        array.release();
        assertThat(client.finish()).isFalse();
    }

    private static String written(RespVersion version, Consumer<ReplyWriter> replies) {
        ByteBuf out = Unpooled.buffer();
        replies.accept(new ReplyWriter(out, version, new LongAdder()));
        return out.toString(StandardCharsets.UTF_8);
    }
}
