package io.minikafka.resp;

import org.jspecify.annotations.Nullable;

/**
 * A place in the order of a connection's replies, whose content comes later. Completed by any thread, once; everything
 * else happens on the connection's event loop.
 */
class PendingReply implements Reply {
    private final RespConnection connection;
    private volatile @Nullable Reply reply;

    PendingReply(RespConnection connection) {
        this.connection = connection;
    }

    final RespConnection connection() {
        return connection;
    }

    final boolean isReady() {
        return reply != null;
    }

    final void complete(Reply content) {
        reply = content;
        connection.replyReady();
    }

    /** Nobody is there any more to reply to. */
    void abandon() {}

    @Override
    public final void writeTo(ReplyWriter out) {
        Reply content = reply;
        if (content == null) {
            throw new IllegalStateException("A reply is written before it is there");
        }
        content.writeTo(out);
    }
}
