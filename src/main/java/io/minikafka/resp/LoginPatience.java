package io.minikafka.resp;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How long a connection may be there for a stranger. Lives on the connection's event loop. */
final class LoginPatience {
    private final Duration limit;
    private @Nullable ScheduledFuture<?> end;
    private boolean over;

    /** @param limit zero for none */
    LoginPatience(Duration limit) {
        this.limit = limit;
    }

    /** A stranger is there from now on, if not for longer: what it tries in vain gives it no more time. */
    void watch(EventExecutor loop, Runnable atEnd) {
        if (end != null || limit.isZero()) {
            return;
        }
        end = loop.schedule(
                () -> {
                    over = true;
                    atEnd.run();
                },
                limit.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    /** Nobody is waited for any more. */
    void forget() {
        if (end != null) {
            end.cancel(false);
            end = null;
        }
        over = false;
    }

    /** Whether a stranger has been there for too long. */
    boolean isOver() {
        return over;
    }

    String error() {
        return "NOAUTH Authentication required within " + limit.toMillis() + " ms.";
    }
}
