package io.minikafka.client.redis;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandType;
import io.minikafka.client.MinikafkaException;
import io.minikafka.client.MinikafkaException.Kind;
import org.jspecify.annotations.Nullable;

/** One attempt to append a message, and its answer. Lettuce completes it on one of its threads. */
final class Append extends Command<byte[], byte[], Long> {
    private final Flight flight;

    private volatile @Nullable Throwable failure;

    private volatile boolean ended;

    Append(Flight flight, Outgoing message) {
        super(CommandType.RPUSHX, new IntegerOutput<>(ByteArrayCodec.INSTANCE), message.arguments());
        this.flight = flight;
    }

    /**
     * A {@link MinikafkaException} when the server answered that it did not append it; anything else when nobody knows.
     * Null when it was appended, or has not ended.
     */
    @Nullable
    Throwable failure() {
        return failure;
    }

    boolean isAppended() {
        return ended && failure == null;
    }

    @Override
    public void complete() {
        if (isDone()) {
            return;
        }
        String error = getOutput().hasError() ? getOutput().getError() : null;
        Long length = error == null ? getOutput().get() : null;
        super.complete();
        if (error != null) {
            flight.refused(error);
            end(RedisFailures.ofReply(error));
        } else if (length == null || length < 1) {
            end(new MinikafkaException(
                    Kind.UNIMPLEMENTED,
                    "The server appended nothing (RPUSHX answered " + length
                            + "); it is something else than minikafka"));
        } else {
            end(null);
        }
    }

    @Override
    public boolean completeExceptionally(Throwable cause) {
        boolean first = !isDone();
        super.completeExceptionally(cause);
        if (first) {
            end(cause);
        }
        return first;
    }

    @Override
    public void cancel() {
        boolean first = !isDone();
        super.cancel();
        if (first) {
            end(new IllegalStateException("The connection was closed"));
        }
    }

    private void end(@Nullable Throwable reason) {
        failure = reason;
        ended = true;
        flight.ended();
    }
}
