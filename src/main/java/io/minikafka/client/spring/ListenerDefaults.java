package io.minikafka.client.spring;

import io.minikafka.client.GroupStart;
import io.minikafka.client.GroupSubscription;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * What holds for every {@link MinikafkaListener} that does not say otherwise: a bean of this type, without which
 * {@link #DEFAULT} is used.
 *
 * @param group null: each listener names its own
 * @param concurrency members of a container
 * @param autoStartup whether containers start with the application context
 * @param maxPollInterval see {@link GroupSubscription}
 * @param maxPollMessages the same; so many a batch listener gets at most
 * @param prefetch the same, for each member
 * @param backOff pauses before retries; they must end, and take less than the max poll interval in all
 * @param deadLetterSuffix makes the name of the topic for dead letters of the original's
 * @param shutdownTimeout how long {@link MinikafkaListenerContainer#stop()} waits for what the listener has in hand
 * @param threads makes each member's thread, which lives as long as the member; null: platform threads that keep the JVM
 *     alive
 */
public record ListenerDefaults(
        @Nullable String group,
        int concurrency,
        AckMode ackMode,
        GroupStart startAt,
        boolean autoStartup,
        Duration maxPollInterval,
        int maxPollMessages,
        int prefetch,
        BackOff backOff,
        AfterRetries afterRetries,
        String deadLetterSuffix,
        Duration shutdownTimeout,
        @Nullable ThreadFactory threads) {
    /**
     * No group, one member, {@link AckMode#BATCH}, from the earliest message, as {@link GroupSubscription#of} fetches; three
     * attempts 1 and 2 s apart, then {@link AfterRetries#SKIP}; {@code .dlt}; 30 s for stopping.
     */
    public static final ListenerDefaults DEFAULT = defaults();

    public ListenerDefaults {
        if (concurrency < 1) {
            throw new IllegalArgumentException("The concurrency is " + concurrency + "; accepted is 1 or more");
        }
        if (deadLetterSuffix.isEmpty()) {
            throw new IllegalArgumentException("The suffix of dead letter topics is empty; accepted is at least one"
                    + " character: dead letters would come back to the listener");
        }
        if (shutdownTimeout.isNegative()) {
            throw new IllegalArgumentException(
                    "The shutdown timeout is " + shutdownTimeout + "; accepted is 0 or longer");
        }
    }

    /**
     * Pauses that grow by a factor.
     *
     * @param attempts in all, from 1, which is no retry
     */
    public static BackOff exponentialBackOff(int attempts, Duration first, double multiplier, Duration longest) {
        ExponentialBackOff backOff = new ExponentialBackOff(first.toMillis(), multiplier);
        backOff.setMaxInterval(longest.toMillis());
        backOff.setMaxAttempts(attempts - 1L);
        return backOff;
    }

    private static ListenerDefaults defaults() {
        GroupSubscription usual = GroupSubscription.of("any", "any");
        return new ListenerDefaults(
                null,
                1,
                AckMode.BATCH,
                usual.startAt(),
                true,
                usual.maxPollInterval(),
                usual.maxPollMessages(),
                usual.prefetch(),
                exponentialBackOff(3, Duration.ofSeconds(1), 2, Duration.ofSeconds(30)),
                AfterRetries.SKIP,
                ".dlt",
                Duration.ofSeconds(30),
                null);
    }

    public ListenerDefaults withGroup(@Nullable String value) {
        return copy(value, backOff, afterRetries, threads);
    }

    public ListenerDefaults withBackOff(BackOff value) {
        return copy(group, value, afterRetries, threads);
    }

    public ListenerDefaults withAfterRetries(AfterRetries value) {
        return copy(group, backOff, value, threads);
    }

    public ListenerDefaults withThreads(@Nullable ThreadFactory value) {
        return copy(group, backOff, afterRetries, value);
    }

    private ListenerDefaults copy(
            @Nullable String group, BackOff backOff, AfterRetries afterRetries, @Nullable ThreadFactory threads) {
        return new ListenerDefaults(
                group,
                concurrency,
                ackMode,
                startAt,
                autoStartup,
                maxPollInterval,
                maxPollMessages,
                prefetch,
                backOff,
                afterRetries,
                deadLetterSuffix,
                shutdownTimeout,
                threads);
    }
}
