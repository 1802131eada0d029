package io.minikafka.client;

import io.grpc.CallOptions;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.minikafka.client.MinikafkaException.Kind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What everything that a client opens shares.
 *
 * @param timer runs nothing but hand-overs
 * @param executor runs what may call users' code
 * @param requestTimeout bound on a call that waits for nothing but its answer
 */
record Connection(
        ManagedChannel channel, ScheduledExecutorService timer, ExecutorService executor, Duration requestTimeout) {
    private static final Duration SHUTDOWN = Duration.ofSeconds(5);

    /**
     * Makes a unary call and waits for the answer, at most the request timeout. Ends when the current gRPC context does.
     *
     * @throws MinikafkaException when it fails
     */
    <Q, R> R call(MethodDescriptor<Q, R> method, Q request) {
        return call(method, request, Duration.ZERO);
    }

    /** The same for a call that itself waits up to {@code maxWait}. */
    <Q, R> R call(MethodDescriptor<Q, R> method, Q request, Duration maxWait) {
        if (channel.isShutdown()) {
            throw new MinikafkaException(Kind.CLOSED, "The client is closed");
        }
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(requestTimeout.plus(maxWait));
        try {
            return ClientCalls.blockingUnaryCall(channel, method, options, request);
        } catch (StatusRuntimeException failed) {
            boolean cancelledHere =
                    Thread.currentThread().isInterrupted() || Context.current().isCancelled();
            MinikafkaException failure = cancelledHere
                    ? MinikafkaException.of(failed.getStatus(), failed)
                    : MinikafkaException.ofEnd(failed.getStatus(), failed);
            if (failure.kind() == Kind.UNAVAILABLE) {
                // Whoever tries again should find a connection, if there can be one.
                connect();
            }
            throw failure;
        }
    }

    /** Runs the task on the executor after the delay; never, once the client is closed. */
    void after(Duration delay, Runnable task) {
        @SuppressWarnings("unused") // Nobody waits for it.
        Future<?> started = planned(delay, task);
    }

    /** The same; never, too, when what this returns is cancelled before. */
    Future<?> planned(Duration delay, Runnable task) {
        try {
            return timer.schedule(() -> executor.execute(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            // Whoever closed the client also ends what this task would go on with.
            return CompletableFuture.completedFuture(null);
        }
    }

    /**
     * Runs the task on the executor after the delay, and has the channel connect before that: a channel whose last
     * attempt failed refuses calls until another has succeeded, and would itself wait up to two minutes.
     */
    void reconnectAfter(Duration delay, Runnable task) {
        try {
            @SuppressWarnings("unused") // Nobody waits for it.
            Future<?> started = timer.schedule(this::connect, delay.toNanos() / 2, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            return;
        }
        after(delay, task);
    }

    /** Starts to connect now, if that is not under way, whatever the channel's own pause. */
    void connect() {
        channel.resetConnectBackoff();
        channel.getState(true);
    }

    /** Waits a little for calls to end, cancels the rest and frees everything. Idempotent. */
    void close() {
        timer.shutdownNow();
        channel.shutdown();
        try {
            channel.awaitTermination(SHUTDOWN.toSeconds(), TimeUnit.SECONDS);
            channel.shutdownNow();
            channel.awaitTermination(SHUTDOWN.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            channel.shutdownNow();
            Thread.currentThread().interrupt();
        }
        // Not shut down now: callbacks that tell users what became of their calls may be under way.
        executor.shutdown();
    }
}
