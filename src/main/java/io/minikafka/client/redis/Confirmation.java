package io.minikafka.client.redis;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.minikafka.client.MinikafkaException;
import io.minikafka.client.MinikafkaException.Kind;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes sure, with {@code DUMP}, that what the service has accepted over a connection is stored. Over the memory and the
 * file store that is answered at once, over Kafka when Kafka has answered. Safe for use by many threads.
 */
final class Confirmation {
    /** The commands behind a {@code DUMP} wait for it, those of other producers, too. */
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    /** For the answer to arrive in. */
    private static final Duration TRIP = Duration.ofSeconds(10);

    private final LostMessages lost;
    private long known;

    Confirmation(LostMessages lost) {
        this.lost = lost;
        this.known = lost.count();
    }

    /**
     * Waits until all is stored that was sent over the connection.
     *
     * @param link null when there is none; then nobody knows more than is known
     * @throws MinikafkaException when the service told, since the last call, of messages that it lost, or when some are
     *     not stored in time
     */
    void await(@Nullable Link link, Duration timeout) {
        long outstanding = link == null || link.isLost() ? 0 : ask(link, timeout);
        lost.requireNoneSince(known());
        if (outstanding > 0) {
            throw new MinikafkaException(
                    Kind.DEADLINE_EXCEEDED,
                    outstanding + " messages that this client sent are accepted and not stored after " + timeout);
        }
    }

    /** The same for who has nobody to tell; what is lost is logged. */
    void tryAwait(@Nullable Link link, Duration timeout) {
        if (link != null && !link.isLost()) {
            try {
                ask(link, timeout);
            } catch (MinikafkaException interrupted) {
                // The flag is set, and nothing else is left to do.
                return;
            }
        }
    }

    private synchronized long known() {
        long before = known;
        known = lost.count();
        return before;
    }

    /** How many messages are not stored in time. */
    private long ask(Link link, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        long outstanding;
        do {
            long rest = Math.max(0, deadline - System.nanoTime());
            long millis = Math.min(AT_ONCE.toMillis(), rest / 1_000_000);
            try {
                // Nothing is what Redis answers, which has a DUMP of its own.
                outstanding = Objects.requireNonNullElse(
                        Waiting.join(link.call(dump(millis)), TRIP.plusMillis(millis), "DUMP"), 0L);
            } catch (MinikafkaException failed) {
                if (failed.kind() == Kind.CANCELLED) {
                    throw failed;
                }
                if (!String.valueOf(failed.getMessage()).startsWith(RedisFailures.LOST)) {
                    // The connection is lost, and with it the service's memory of what came over it.
                    return 0;
                }
                lost.report(String.valueOf(failed.getMessage()));
                outstanding = 1;
            }
        } while (outstanding > 0 && deadline - System.nanoTime() > 0);
        return outstanding;
    }

    private static AsyncCommand<byte[], byte[], Long> dump(long millis) {
        return new AsyncCommand<>(new Command<>(
                CommandType.DUMP,
                new IntegerOutput<>(ByteArrayCodec.INSTANCE),
                new CommandArgs<>(ByteArrayCodec.INSTANCE).add(millis)));
    }
}
