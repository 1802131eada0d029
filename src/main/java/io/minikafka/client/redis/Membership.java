package io.minikafka.client.redis;

import io.lettuce.core.protocol.AsyncCommand;
import io.minikafka.client.ConsumedMessage;
import io.minikafka.client.MinikafkaException;
import io.minikafka.client.MinikafkaException.Kind;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is, or is about to be, a member of a group, for as long as it lives. Whatever goes wrong closes it,
 * with the reason: what it has not acknowledged is then delivered again. So does a server that does not answer, and only
 * this, because a {@code BLPOP} that is given up while its connection lives takes a message that nobody sees. Safe for use
 * by many threads.
 */
final class Membership implements Burst.Owner {
    /** For the connection that had the name to be noticed to have gone. */
    private static final Duration NAME_PATIENCE = Duration.ofSeconds(10);

    /** The server itself waits a quarter of a second before it refuses. */
    private static final Duration NAME_PAUSE = Duration.ofMillis(250);

    /** Is told of what came, on a thread of Lettuce's or within {@link #send}. */
    interface Owner {
        void received(Membership membership, Burst burst, List<Popped> messages, @Nullable MinikafkaException failure);
    }

    private final Lettuce lettuce;
    private final MemberCommands commands;
    private final Link link;
    private final Owner owner;
    private volatile @Nullable Future<?> watch;

    Membership(Lettuce lettuce, MemberCommands commands, Link link, Owner owner) {
        this.lettuce = lettuce;
        this.commands = commands;
        this.link = link;
        this.owner = owner;
    }

    /** Names the connection; then {@code named} is run, on a thread of the client's. */
    void begin(Runnable named) {
        name(System.nanoTime() + NAME_PATIENCE.toNanos(), named);
    }

    private void name(long giveUpAt, Runnable named) {
        call(commands.setName())
                .whenCompleteAsync(
                        (ok, failure) -> {
                            if (failure == null) {
                                named.run();
                                return;
                            }
                            MinikafkaException reason = RedisFailures.of(failure);
                            if (reason.kind() == Kind.ALREADY_EXISTS && System.nanoTime() - giveUpAt < 0) {
                                var unused = lettuce.after(NAME_PAUSE, () -> name(giveUpAt, named));
                            } else {
                                link.close(reason);
                            }
                        },
                        lettuce.executor());
    }

    /** To join the group, by asking for a message without waiting. */
    Burst joining() {
        return commands.join(this);
    }

    /** To ask for messages; the server waits for the first. */
    Burst asking(int length, Duration wait) {
        return commands.pop(length, wait, this);
    }

    /**
     * Sends it; the owner is told what comes of it, perhaps before this returns.
     *
     * @param wait what the first command waits
     */
    void send(Burst burst, Duration wait) {
        watch = lettuce.after(lettuce.requestTimeout().plus(wait), () -> {
            if (!burst.isOver()) {
                link.close(silent());
            }
        });
        link.dispatch(burst.commands());
    }

    @Override
    public void received(Burst burst, List<Popped> messages, @Nullable MinikafkaException failure) {
        owner.received(this, burst, messages, failure);
    }

    /** All that was asked is answered. */
    void quiet() {
        Future<?> last = watch;
        if (last != null) {
            last.cancel(false);
        }
    }

    /** Commits, in the order of the calls. Completes on a thread of Lettuce's. */
    CompletableFuture<Long> acknowledge(Collection<ConsumedMessage> messages) {
        return call(MemberCommands.acknowledge(messages));
    }

    /** Leaves the group. Completes when the server has answered everything, or the connection is over. */
    CompletableFuture<String> leave() {
        return call(MemberCommands.leave());
    }

    private <T> CompletableFuture<T> call(AsyncCommand<byte[], byte[], T> command) {
        CompletableFuture<T> answer = link.call(command);
        Future<?> silence = lettuce.after(
                lettuce.requestTimeout().plus(RedisGroupConsumer.LONGEST_WAIT), () -> link.close(silent()));
        answer.whenComplete((reply, failure) -> {
            silence.cancel(false);
            if (failure instanceof MinikafkaException reason && reason.kind() == Kind.UNAVAILABLE) {
                link.close(reason);
            }
        });
        return answer;
    }

    private MinikafkaException silent() {
        return new MinikafkaException(Kind.UNAVAILABLE, "The server answered nothing for " + lettuce.requestTimeout());
    }

    /** Gives it up at once. Does not wait. */
    void close(MinikafkaException reason) {
        link.close(reason);
    }

    /** Completes when it is over. */
    CompletableFuture<MinikafkaException> ended() {
        return link.lost();
    }
}
