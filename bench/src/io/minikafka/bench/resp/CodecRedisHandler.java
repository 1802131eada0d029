package io.minikafka.bench.resp;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.redis.ArrayRedisMessage;
import io.netty.handler.codec.redis.FullBulkStringRedisMessage;
import io.netty.handler.codec.redis.IntegerRedisMessage;
import java.io.IOException;

/** As {@link BareHandler}, behind netty's codec for Redis with its aggregators. */
final class CodecRedisHandler extends ChannelInboundHandlerAdapter {
    private static final IntegerRedisMessage ONE = new IntegerRedisMessage(1);

    private final ValueRecords values;

    CodecRedisHandler(ValueFile file) {
        values = new ValueRecords(file);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ArrayRedisMessage request = (ArrayRedisMessage) message;
        int last = request.children().size() - 1;
        byte[] value = ByteBufUtil.getBytes(
                ((FullBulkStringRedisMessage) request.children().get(last)).content());
        values.add(value, 0, value.length);
        request.release();
        context.write(ONE);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) throws IOException {
        values.flush();
        context.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
