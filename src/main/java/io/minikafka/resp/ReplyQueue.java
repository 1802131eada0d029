package io.minikafka.resp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A connection's replies in the order of their requests, and the output that they are written to when their turn has
 * come. Lives on the connection's event loop.
 */
final class ReplyQueue {
    /** Enough to keep a store busy for some milliseconds; what is beyond waits with the client. */
    private static final int MOST_OUTSTANDING = 1_000;

    /** May be passed by one batch. */
    private static final long MOST_UNACKNOWLEDGED_BYTES = 32 << 20;

    private static final int INITIAL_OUTPUT_BYTES = 1 << 10;

    private final LongAdder errors;
    private final Queue<Reply> outstanding = new ArrayDeque<>();
    private @Nullable ByteBufAllocator allocator;
    private @Nullable RespSession session;
    private @Nullable ReplyWriter writer;
    private @Nullable ByteBuf output;
    private @Nullable PendingReply awaited;
    private long unacknowledgedBytes;

    /** @param errors counts those that are written */
    ReplyQueue(LongAdder errors) {
        this.errors = errors;
    }

    /** The connection is there; to be called before the first reply. */
    void opened(ByteBufAllocator allocator, RespSession session) {
        this.allocator = allocator;
        this.session = session;
    }

    /** Writes the reply when its turn has come, which may be now. */
    void add(Reply reply) {
        if (outstanding.isEmpty()) {
            reply.writeTo(writer());
        } else {
            outstanding.add(reply);
        }
    }

    /** Takes the next place in the order. */
    <T extends PendingReply> T expect(T reply) {
        outstanding.add(reply);
        return reply;
    }

    /** Takes the next place for a reply that later commands wait for. */
    <T extends PendingReply> T await(T reply) {
        awaited = reply;
        return expect(reply);
    }

    /** Whether a command waits, so that those behind it must. */
    boolean isAwaiting() {
        return awaited != null;
    }

    boolean isEmpty() {
        return outstanding.isEmpty();
    }

    /** Whether so much is under way that nothing more should be executed. */
    boolean isFull() {
        return outstanding.size() >= MOST_OUTSTANDING || unacknowledgedBytes >= MOST_UNACKNOWLEDGED_BYTES;
    }

    /** Counts what is handed to the broker, until the reply is written. */
    void handedOver(ProduceBatch batch) {
        unacknowledgedBytes += batch.bytes();
    }

    /** Writes the replies whose turn has come. */
    void drain() {
        for (Reply head = outstanding.peek(); head != null; head = outstanding.peek()) {
            if (head instanceof PendingReply pending && !pending.isReady()) {
                return;
            }
            outstanding.remove();
            if (head instanceof ProduceBatch answered) {
                unacknowledgedBytes -= answered.bytes();
            }
            head.writeTo(writer());
            if (head == awaited) {
                awaited = null;
            }
        }
    }

    private ReplyWriter writer() {
        ReplyWriter current = writer;
        if (current == null) {
            if (allocator == null || session == null) {
                throw new IllegalStateException("Not connected yet");
            }
            ByteBuf buffer = allocator.buffer(INITIAL_OUTPUT_BYTES);
            current = new ReplyWriter(buffer, session.version(), errors);
            output = buffer;
            writer = current;
        }
        return current;
    }

    /** How much has been written and not been taken. */
    int writtenBytes() {
        return output == null ? 0 : output.readableBytes();
    }

    /** What has been written, to be sent and released by the caller. */
    ByteBuf takeWritten() {
        ByteBuf written = output;
        output = null;
        writer = null;
        return written == null ? Unpooled.EMPTY_BUFFER : written;
    }

    /** Forgets everything, since nobody is there to reply to. */
    void close() {
        for (Reply reply : outstanding) {
            if (reply instanceof PendingReply pending) {
                pending.abandon();
            }
        }
        outstanding.clear();
        awaited = null;
        takeWritten().release();
    }
}
