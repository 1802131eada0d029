package io.minikafka.client.spring;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.BackOffExecution;

/**
 * The pauses before each retry, worked out once from a {@link BackOff}, so that it is known before anything is consumed
 * that they end, and end in time.
 */
record RetryPauses(List<Duration> pauses) {
    private static final int MOST = 1_000;

    RetryPauses {
        pauses = List.copyOf(pauses);
    }

    /** @throws IllegalArgumentException when they have no end, or take longer than a member may be silent */
    static RetryPauses of(BackOff backOff, Duration maxPollInterval) {
        List<Duration> pauses = new ArrayList<>();
        BackOffExecution execution = backOff.start();
        long sum = 0;
        for (long pause = execution.nextBackOff(); pause != BackOffExecution.STOP; pause = execution.nextBackOff()) {
            pauses.add(Duration.ofMillis(pause));
            sum += pause;
            if (pauses.size() > MOST || sum >= maxPollInterval.toMillis()) {
                throw new IllegalArgumentException("The back-off " + backOff + " pauses for " + Duration.ofMillis(sum)
                        + " in its first " + pauses.size() + " retries; accepted are at most " + MOST
                        + " retries with pauses of less than the max poll interval, " + maxPollInterval
                        + ", in all: a member that is silent for longer loses its partitions");
            }
        }
        return new RetryPauses(pauses);
    }
}
