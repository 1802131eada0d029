package io.minikafka.client.spring;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Runs one {@link MinikafkaListener}: as many members of its group as it is told, each on a thread of its own. Starting
 * neither fails nor waits when the server is away; the members join when it is there, and again whenever it was not. Safe
 * for use by many threads.
 */
public final class MinikafkaListenerContainer implements SmartLifecycle {
    /** Late, so that what listeners use has started before, and stops after them. */
    static final int PHASE = DEFAULT_PHASE - 100;

    private static final Log log = LogFactory.getLog(MinikafkaListenerContainer.class);

    private final ListenerRuntime runtime;
    private final ThreadFactory threads;
    private volatile boolean running;
    private volatile boolean paused;
    private @Nullable Members members;
    private CompletableFuture<Void> ended = CompletableFuture.completedFuture(null);

    MinikafkaListenerContainer(ListenerRuntime runtime, ThreadFactory threads) {
        this.runtime = runtime;
        this.threads = threads;
    }

    /** By which the {@link MinikafkaListenerRegistry} finds it. */
    public String id() {
        return runtime.settings().id();
    }

    public String group() {
        return runtime.settings().group();
    }

    public List<String> topics() {
        return runtime.settings().subscription().topics();
    }

    /** Whether it is started; also while it is paused, and while the server is away. */
    @Override
    public boolean isRunning() {
        return running;
    }

    public boolean isPaused() {
        return paused;
    }

    /**
     * What keeps it from consuming until somebody does something: the server's refusal, a
     * {@link io.minikafka.client.MinikafkaException}, while it is tried again at intervals; or what the listener threw
     * when that has stopped the container. Empty when all is well, and while the server is away.
     */
    public Optional<Throwable> failure() {
        return runtime.report().failure();
    }

    /** Idempotent. Stays paused if it was. */
    @Override
    public synchronized void start() {
        if (running) {
            return;
        }
        running = true;
        runtime.report().started(runtime.settings().concurrency());
        joinUnlessPaused();
    }

    /**
     * Leaves the group when the message, or batch, in hand is dealt with, and stays out of it until {@link #resume()}: the
     * partitions, and what was fetched ahead, go to other members, if there are any. A member that kept them would lose
     * them all the same once it had been silent for the max poll interval. Does not wait.
     */
    public synchronized void pause() {
        paused = true;
        leave();
    }

    /** Joins the group again, if it is running. */
    public synchronized void resume() {
        if (paused) {
            paused = false;
            joinUnlessPaused();
        }
    }

    /**
     * Stops, and waits for what the listener has in hand, at most for {@link ListenerDefaults#shutdownTimeout()}; what is
     * in hand by then goes on, unobserved. Called by a listener, it does not wait.
     */
    @Override
    public void stop() {
        CompletableFuture<Void> end = stopMembers();
        Duration timeout = runtime.settings().shutdownTimeout();
        if (Members.isCaller()) {
            return;
        }
        try {
            end.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException busy) {
            log.warn("Listener " + id() + " is busy " + timeout + " after it was told to stop; what it has in hand is"
                    + " not waited for");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Stops without waiting. The callback is run, on any thread, when the listener has nothing in hand any more. */
    @Override
    public void stop(Runnable callback) {
        CompletableFuture<Void> ignored = stopMembers().thenRun(callback);
    }

    @Override
    public boolean isAutoStartup() {
        return runtime.settings().autoStartup();
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    private synchronized CompletableFuture<Void> stopMembers() {
        boolean wasRunning = running;
        running = false;
        leave();
        return wasRunning ? ended.thenRun(runtime.report()::stopped) : ended;
    }

    private void joinUnlessPaused() {
        if (running && !paused && members == null) {
            members = new Members(runtime, threads, this::stopMembers);
        }
    }

    private void leave() {
        if (members != null) {
            // An earlier pause may not be over.
            ended = CompletableFuture.allOf(ended, members.end());
            members = null;
        }
    }
}
