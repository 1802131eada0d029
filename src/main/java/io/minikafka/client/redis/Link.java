package io.minikafka.client.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.RedisCommand;
import io.minikafka.client.MinikafkaException;
import io.minikafka.client.MinikafkaException.Kind;
import io.minikafka.client.Target;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** One connection for as long as it lives; it is not made again. Safe for use by many threads. */
final class Link {
    private final StatefulRedisConnection<byte[], byte[]> connection;
    private final CompletableFuture<MinikafkaException> lost = new CompletableFuture<>();
    private final Set<CompletableFuture<?>> calls = ConcurrentHashMap.newKeySet();
    private volatile long lastAnswer = System.nanoTime();

    Link(Target target, StatefulRedisConnection<byte[], byte[]> connection) {
        this.connection = connection;
        MinikafkaException failure =
                new MinikafkaException(Kind.UNAVAILABLE, "The connection to " + target + " was lost");
        connection.addListener(new RedisConnectionStateListener() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
                lost.complete(failure);
            }
        });
        if (!connection.isOpen()) {
            lost.complete(failure);
        }
        lost.thenAccept(this::failCalls);
    }

    /** Sends one command. It is completed in any case, but perhaps after {@link #lost()}. */
    void dispatch(RedisCommand<byte[], byte[], ?> command) {
        try {
            var unused = connection.dispatch(command);
        } catch (RuntimeException rejected) {
            command.completeExceptionally(rejected);
        }
    }

    /** Sends a command and gives its answer, or the failure that it means, on a thread of Lettuce's. */
    <T> CompletableFuture<T> call(AsyncCommand<byte[], byte[], T> command) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        calls.add(answer);
        command.whenComplete((reply, failure) -> {
            calls.remove(answer);
            answered();
            if (failure == null) {
                answer.complete(reply);
            } else {
                answer.completeExceptionally(RedisFailures.of(failure));
            }
        });
        dispatch(command);
        if (lost.isDone()) {
            failCalls(lost.join());
        }
        return answer;
    }

    private void failCalls(MinikafkaException reason) {
        calls.forEach(call -> call.completeExceptionally(reason));
    }

    /** Sends commands in their order, with one flush. Those that cannot be sent fail. */
    void dispatch(List<? extends RedisCommand<byte[], byte[], ?>> commands) {
        try {
            var unused = connection.dispatch(commands);
        } catch (RuntimeException rejected) {
            commands.forEach(command -> command.completeExceptionally(rejected));
        }
    }

    /** The server has answered something. */
    void answered() {
        lastAnswer = System.nanoTime();
    }

    /** When the server last answered, in {@link System#nanoTime()}. */
    long lastAnswer() {
        return lastAnswer;
    }

    /** Completes, with what happened, when the connection is lost or closed: nothing more will be answered. */
    CompletableFuture<MinikafkaException> lost() {
        return lost;
    }

    boolean isLost() {
        return lost.isDone();
    }

    /** Gives the connection up. What it was asked and has not answered is not answered any more. Does not wait. */
    void close(MinikafkaException reason) {
        lost.complete(reason);
        var unused = connection.closeAsync();
    }
}
