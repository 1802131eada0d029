package io.minikafka.resp;

import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Work for a connection's event loop, from any thread. Once the server has ended nothing is done any more. */
final class LoopTasks {
    private static final System.Logger LOG = System.getLogger(LoopTasks.class.getName());

    private final EventExecutor loop;
    private final Runnable wake;
    private final AtomicBoolean wakeScheduled = new AtomicBoolean();

    /** @param wake what {@link #wake()} has the event loop do */
    LoopTasks(EventExecutor loop, Runnable wake) {
        this.loop = loop;
        this.wake = wake;
    }

    boolean isHere() {
        return loop.inEventLoop();
    }

    /** Executes at once where this is the event loop; false if the server has ended. */
    boolean execute(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
            return true;
        }
        return later(task);
    }

    /** Never executes at once; false if the server has ended. */
    boolean later(Runnable task) {
        try {
            loop.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            LOG.log(System.Logger.Level.DEBUG, "The server has ended", e);
            return false;
        }
    }

    /** Has the event loop look after the connection; once, however often this is called before it does. */
    void wake() {
        if (wakeScheduled.compareAndSet(false, true)) {
            later(() -> {
                wakeScheduled.set(false);
                wake.run();
            });
        }
    }
}
