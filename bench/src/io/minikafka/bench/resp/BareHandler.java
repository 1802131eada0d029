package io.minikafka.bench.resp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.Arrays;

/**
 * Answers every request with 1 after its last argument went to a file: decoded by hand, one write to the file and one
 * to the connection a read. Believes whatever a client says.
 */
final class BareHandler extends ChannelInboundHandlerAdapter {
    private static final int ONE = ':' << 24 | '1' << 16 | '\r' << 8 | '\n';
    private static final byte[] NOTHING = {};

    private final ValueRecords values;
    private byte[] received = NOTHING;

    /** What {@link #number} read, and where the line after it begins. */
    private int number;

    private int next;

    BareHandler(ValueFile file) {
        values = new ValueRecords(file);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws IOException {
        ByteBuf in = (ByteBuf) message;
        int kept = received.length;
        byte[] bytes = Arrays.copyOf(received, kept + in.readableBytes());
        in.readBytes(bytes, kept, in.readableBytes());
        in.release();
        ByteBuf replies = context.alloc().ioBuffer();
        int end = 0;
        for (int after = request(bytes, 0); after > 0; after = request(bytes, end)) {
            end = after;
            replies.writeInt(ONE);
        }
        received = end == bytes.length ? NOTHING : Arrays.copyOfRange(bytes, end, bytes.length);
        values.flush();
        context.write(replies);
    }

    /** Where the request that begins here ends, or 0 when that is not there yet. */
    private int request(byte[] bytes, int start) {
        if (!number(bytes, start)) {
            return 0;
        }
        int at = next;
        int value = 0;
        int length = 0;
        for (int arguments = number; arguments > 0; arguments--) {
            if (!number(bytes, at) || bytes.length - next < number + 2) {
                return 0;
            }
            value = next;
            length = number;
            at = value + length + 2;
        }
        values.add(bytes, value, length);
        return at;
    }

    /** Reads a type, a number, CR LF; false when they are not all there. */
    private boolean number(byte[] bytes, int start) {
        number = 0;
        for (int at = start + 1; at < bytes.length; at++) {
            if (bytes[at] == '\r') {
                next = at + 2;
                return next <= bytes.length;
            }
            number = 10 * number + bytes[at] - '0';
        }
        return false;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
