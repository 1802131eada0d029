package io.minikafka.resp;

import io.netty.channel.Channel;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Closes a connection whose other end takes nothing for too long while too much is unsent. Lives on its event loop. */
final class OutputPatience {
    private final long nanos;
    private @Nullable ScheduledFuture<?> check;

    OutputPatience(Duration limit) {
        this.nanos = limit.toNanos();
    }

    /** Too much is unsent from now on. */
    void watch(Channel channel) {
        if (check == null) {
            scheduleCheck(channel, channel.bytesBeforeWritable());
        }
    }

    private void scheduleCheck(Channel channel, long excess) {
        check = channel.eventLoop().schedule(() -> check(channel, excess), nanos, TimeUnit.NANOSECONDS);
    }

    private void check(Channel channel, long excessBefore) {
        long excess = channel.bytesBeforeWritable();
        if (excess < excessBefore) {
            scheduleCheck(channel, excess);
        } else {
            channel.close();
        }
    }

    /** Enough was taken. */
    void taken() {
        if (check != null) {
            check.cancel(false);
            check = null;
        }
    }
}
