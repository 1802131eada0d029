package io.minikafka.security;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that verify passwords: half of the processors at most, so that who guesses passwords does not take the
 * service from all others. There is no thread while nobody logs in. What does not fit is rejected.
 */
public final class Verifications implements Executor, AutoCloseable {
    /** At bcrypt's usual strength, some seconds of work. */
    private static final int MOST_WAITING = 128;

    private static final Duration IDLE = Duration.ofSeconds(10);

    private final ThreadPoolExecutor threads;

    public Verifications() {
        this(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), MOST_WAITING);
    }

    Verifications(int most, int mostWaiting) {
        AtomicInteger numbers = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                most, most, IDLE.toSeconds(), TimeUnit.SECONDS, new LinkedBlockingQueue<>(mostWaiting), task -> {
                    Thread thread = new Thread(task, "minikafka-login-" + numbers.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** @throws java.util.concurrent.RejectedExecutionException when too many wait, or it is closed */
    @Override
    public void execute(Runnable verification) {
        threads.execute(verification);
    }

    /** Verifies nothing more. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
