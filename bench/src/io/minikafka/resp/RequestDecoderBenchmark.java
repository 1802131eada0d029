package io.minikafka.resp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.redis.RedisArrayAggregator;
import io.netty.handler.codec.redis.RedisBulkStringAggregator;
import io.netty.handler.codec.redis.RedisDecoder;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Time for one request of a pipeline of 64, RPUSHX with a value: our decoder, and netty's up to an array of strings. */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RequestDecoderBenchmark {
    private static final int DEPTH = 64;

    @Param({"100", "1024"})
    int size;

    private final RequestDecoder decoder = new RequestDecoder(new DecoderLimits(1024, 64 << 20, 64 << 10));
    private final EmbeddedChannel codec =
            new EmbeddedChannel(new RedisDecoder(), new RedisBulkStringAggregator(), new RedisArrayAggregator());
    private ByteBuf pipeline;

    @Setup
    public void fill() {
        String request = "*3\r\n$6\r\nRPUSHX\r\n$12\r\ntopics:bench\r\n$" + size + "\r\n" + "v".repeat(size) + "\r\n";
        pipeline = Unpooled.directBuffer();
        pipeline.writeCharSequence(request.repeat(DEPTH), StandardCharsets.US_ASCII);
    }

    /** What the door does with each: looks at the name, the topic, and hands the value on. */
    @Benchmark
    @OperationsPerInvocation(DEPTH)
    public void ours(Blackhole sink) throws ProtocolException {
        decoder.feed(pipeline.readerIndex(0));
        for (Request request = decoder.next(); request != null; request = decoder.next()) {
            sink.consume(request.is(0, "RPUSHX"));
            sink.consume(request.argument(1));
            sink.consume(request.argument(2));
        }
    }

    @Benchmark
    @OperationsPerInvocation(DEPTH)
    public void codecRedis(Blackhole sink) {
        codec.writeInbound(pipeline.retainedDuplicate().readerIndex(0));
        for (Object message = codec.readInbound(); message != null; message = codec.readInbound()) {
            sink.consume(message);
            ReferenceCountUtil.release(message);
        }
    }
}
