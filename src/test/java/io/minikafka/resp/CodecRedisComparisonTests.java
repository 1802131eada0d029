package io.minikafka.resp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.redis.ArrayRedisMessage;
import io.netty.handler.codec.redis.FullBulkStringRedisMessage;
import io.netty.handler.codec.redis.InlineCommandRedisMessage;
import io.netty.handler.codec.redis.RedisArrayAggregator;
import io.netty.handler.codec.redis.RedisBulkStringAggregator;
import io.netty.handler.codec.redis.RedisDecoder;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** On what both take, our decoder and netty's agree. */
class CodecRedisComparisonTests {
    private static final int PIPELINES = 100;
    private static final int MAX_REQUESTS = 30;
    private static final int MAX_ARGUMENTS = 20;

    static IntStream seeds() {
        return IntStream.range(0, 5);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void bothReadTheSameRequests(int seed) {
        Random random = new Random(seed);
        for (int i = 0; i < PIPELINES; i++) {
            ByteArrayOutputStream pipeline = new ByteArrayOutputStream();
            for (int requests = 1 + random.nextInt(MAX_REQUESTS); requests > 0; requests--) {
                pipeline.writeBytes(random.nextInt(4) == 0 ? inline(random) : array(random));
            }
            byte[] input = pipeline.toByteArray();
            List<List<String>> theirs = theirs(input);
            assertThat(Decoding.whole(Decoding.LIMITS, input)).isEqualTo(new Decoding(theirs, Decoding.NO_ERROR));
            assertThat(Decoding.inRandomPieces(Decoding.LIMITS, input, random))
                    .isEqualTo(new Decoding(theirs, Decoding.NO_ERROR));
        }
    }

    private static byte[] array(Random random) {
        int count = 1 + random.nextInt(MAX_ARGUMENTS);
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(Decoding.bytes("*" + count + "\r\n"));
        for (int i = 0; i < count; i++) {
            byte[] argument = new byte[random.nextInt(random.nextInt(20) == 0 ? 5_000 : 20)];
            random.nextBytes(argument);
            request.writeBytes(Decoding.bytes("$" + argument.length + "\r\n"));
            request.writeBytes(argument);
            request.writeBytes(Decoding.bytes("\r\n"));
        }
        return request.toByteArray();
    }

    /** Words with one space between and no quotes, which netty leaves to who reads the line. */
    private static byte[] inline(Random random) {
        String words = String.join(
                " ",
                IntStream.range(0, 1 + random.nextInt(MAX_ARGUMENTS))
                        .mapToObj(i -> Integer.toString(random.nextInt(100_000), 36))
                        .toList());
        return Decoding.bytes(words + "\r\n");
    }

    private static List<List<String>> theirs(byte[] input) {
        EmbeddedChannel channel = new EmbeddedChannel(
                new RedisDecoder(true), new RedisBulkStringAggregator(), new RedisArrayAggregator());
        channel.writeInbound(Unpooled.wrappedBuffer(input));
        List<List<String>> requests = new ArrayList<>();
        for (Object message = channel.readInbound(); message != null; message = channel.readInbound()) {
            requests.add(arguments(message));
            ReferenceCountUtil.release(message);
        }
        channel.finishAndReleaseAll();
        return requests;
    }

    private static List<String> arguments(Object message) {
        if (message instanceof InlineCommandRedisMessage line) {
            return List.of(line.content().split(" "));
        }
        return ((ArrayRedisMessage) message)
                .children().stream()
                        .map(argument -> ((FullBulkStringRedisMessage) argument)
                                .content()
                                .toString(StandardCharsets.ISO_8859_1))
                        .toList();
    }
}
