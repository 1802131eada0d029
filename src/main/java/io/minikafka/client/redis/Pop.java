package io.minikafka.client.redis;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import org.jspecify.annotations.Nullable;

/** One {@code BLPOP}, and its answer. Lettuce completes it on one of its threads. */
final class Pop extends Command<byte[], byte[], @Nullable Popped> {
    private final Burst burst;

    Pop(Burst burst, CommandArgs<byte[], byte[]> arguments) {
        super(CommandType.BLPOP, new PoppedOutput(ByteArrayCodec.INSTANCE), arguments);
        this.burst = burst;
    }

    @Override
    public void complete() {
        if (isDone()) {
            return;
        }
        super.complete();
        if (getOutput().hasError()) {
            burst.failed(RedisFailures.ofReply(getOutput().getError()));
        } else {
            burst.answered(getOutput().get());
        }
    }

    @Override
    public boolean completeExceptionally(Throwable cause) {
        boolean first = !isDone();
        super.completeExceptionally(cause);
        if (first) {
            burst.failed(RedisFailures.of(cause));
        }
        return first;
    }

    @Override
    public void cancel() {
        completeExceptionally(new IllegalStateException("it was closed"));
    }
}
