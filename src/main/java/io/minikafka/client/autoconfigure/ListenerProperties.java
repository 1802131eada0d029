package io.minikafka.client.autoconfigure;

import io.minikafka.client.GroupStart;
import io.minikafka.client.spring.AckMode;
import io.minikafka.client.spring.AfterRetries;
import io.minikafka.client.spring.ListenerDefaults;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What holds for listeners that do not say otherwise.
 *
 * @param group Consumer group; without it each listener names its own.
 * @param concurrency Members of its group that each listener has, each with a thread of its own.
 * @param ackMode When messages are acknowledged: batch (all that a poll returned), record (each) or manual (by the
 *     listener).
 * @param startAt Where a group starts that has no committed offset: earliest or latest.
 * @param autoStartup Whether listeners start with the application.
 * @param maxPollInterval How long a listener may be busy before its partitions go to other members.
 * @param maxPollMessages Bound on what one poll returns, and so on a batch.
 * @param prefetch Bound on the messages that each member fetches ahead.
 * @param retry Trying again when a listener has failed.
 * @param afterRetries What becomes of a message that retries have not helped: skip, dead-letter or stop.
 * @param deadLetterSuffix What the name of a topic for dead letters has behind the original's.
 * @param shutdownTimeout How long stopping waits for what a listener has in hand.
 */
public record ListenerProperties(
        @Nullable String group,
        @DefaultValue("1") int concurrency,
        @DefaultValue("batch") AckMode ackMode,
        @DefaultValue("earliest") GroupStart startAt,
        @DefaultValue("true") boolean autoStartup,
        @DefaultValue("5m") Duration maxPollInterval,
        @DefaultValue("500") int maxPollMessages,
        @DefaultValue("2000") int prefetch,
        @DefaultValue Retry retry,
        @DefaultValue("skip") AfterRetries afterRetries,
        @DefaultValue(".dlt") String deadLetterSuffix,
        @DefaultValue("30s") Duration shutdownTimeout) {
    public ListenerProperties {
        group = group == null || group.isBlank() ? null : group;
        Setting.requireAtLeastOne("listener.concurrency", concurrency);
        Setting.requirePositive("listener.max-poll-interval", maxPollInterval);
        Setting.requireAtLeastOne("listener.max-poll-messages", maxPollMessages);
        Setting.requireAtLeastOne("listener.prefetch", prefetch);
        Setting.require(
                !deadLetterSuffix.isEmpty(),
                "listener.dead-letter-suffix",
                deadLetterSuffix,
                "at least one character, or dead letters would come back to the listener");
        Setting.requireNotNegative("listener.shutdown-timeout", shutdownTimeout);
    }

    /**
     * Trying again when a listener has failed. Each pause is longer than the last, by the multiplier.
     *
     * @param attempts How often a message is tried in all; 1 for no retry.
     * @param initialInterval Pause before the first retry.
     * @param multiplier What each further pause is longer by.
     * @param maxInterval Bound on a pause.
     */
    public record Retry(
            @DefaultValue("3") int attempts,
            @DefaultValue("1s") Duration initialInterval,
            @DefaultValue("2.0") double multiplier,
            @DefaultValue("30s") Duration maxInterval) {
        public Retry {
            Setting.requireAtLeastOne("listener.retry.attempts", attempts);
            Setting.requirePositive("listener.retry.initial-interval", initialInterval);
            Setting.require(multiplier >= 1, "listener.retry.multiplier", multiplier, "1.0 or more");
            Setting.requirePositive("listener.retry.max-interval", maxInterval);
        }
    }

    ListenerDefaults defaults(@Nullable ThreadFactory threads) {
        return new ListenerDefaults(
                group,
                concurrency,
                ackMode,
                startAt,
                autoStartup,
                maxPollInterval,
                maxPollMessages,
                prefetch,
                ListenerDefaults.exponentialBackOff(
                        retry.attempts(), retry.initialInterval(), retry.multiplier(), retry.maxInterval()),
                afterRetries,
                deadLetterSuffix,
                shutdownTimeout,
                threads);
    }
}
