package io.minikafka.http;

import io.minikafka.broker.StoreFailures;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.http.HttpHeaders;

/** The live tails there are, which share two threads, however many they are. Safe for use by many threads. */
public final class Tails implements AutoCloseable {
    private static final int THREADS = 2;

    private final TailSettings settings;
    private final ApiJson json;
    private final ScheduledFuture<?> heartbeats;
    private final ThreadPoolExecutor executor;
    private final Semaphore places;
    private final Set<Tail> open = ConcurrentHashMap.newKeySet();
    private volatile boolean draining;

    /** @param timer only tells when heartbeats are due */
    public Tails(HttpSettings settings, ApiJson json, ScheduledExecutorService timer) {
        this.settings = settings.tails();
        this.json = json;
        places = new Semaphore(this.settings.maxTails());
        AtomicInteger number = new AtomicInteger();
        executor = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> {
                    Thread thread = new Thread(task, "minikafka-tail-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                },
                // After close() no tail has anybody to tell.
                new ThreadPoolExecutor.DiscardPolicy());
        long interval = this.settings.heartbeat().toNanos();
        heartbeats = timer.scheduleAtFixedRate(
                () -> open.forEach(Tail::heartbeat), interval, interval, TimeUnit.NANOSECONDS);
    }

    /** How many there are. */
    public int count() {
        return open.size();
    }

    /** @throws HttpProblemException when there are as many as there may be */
    void start(TailPlan plan, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getMethod().equals("HEAD")) {
            setHeaders(response);
            return;
        }
        if (draining) {
            throw StoreFailures.shuttingDown();
        }
        if (!places.tryAcquire()) {
            throw new HttpProblemException(
                    ProblemType.TOO_BUSY,
                    "There are " + settings.maxTails() + " live tails, the limit (minikafka.http.tail.max-tails)");
        }
        Tail tail;
        try {
            tail = tail(plan, request, response);
        } catch (IOException | RuntimeException e) {
            places.release();
            throw e;
        }
        open.add(tail);
        tail.start();
        if (draining) {
            tail.drain();
        }
    }

    private Tail tail(TailPlan plan, HttpServletRequest request, HttpServletResponse response) throws IOException {
        setHeaders(response);
        AsyncContext context = request.startAsync();
        context.setTimeout(0);
        return new Tail(plan, settings, json, executor, context, response.getOutputStream(), this::ended);
    }

    private static void setHeaders(HttpServletResponse response) {
        response.setContentType("text/event-stream;charset=UTF-8");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        // Proxies that collect answers before they pass them on are asked not to.
        response.setHeader("X-Accel-Buffering", "no");
    }

    /** In this order, so that who sees fewer of them can have the place. */
    private void ended(Tail tail) {
        places.release();
        open.remove(tail);
    }

    /** Ends all tails, each with an event that says so, and refuses new ones. Idempotent. */
    public void drain() {
        draining = true;
        open.forEach(Tail::drain);
    }

    @Override
    public void close() {
        drain();
        heartbeats.cancel(false);
        executor.shutdown();
    }
}
