package io.minikafka.metrics;

import io.minikafka.broker.Broker;
import io.minikafka.store.TopicName;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the series of topics that are gone, whoever deleted them: before a cluster that need not be this server. Asks the
 * broker again and again and never waits.
 */
public final class GoneTopics implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(GoneTopics.class);

    private final Broker broker;
    private final BrokerTraffic traffic;
    private final ScheduledFuture<?> schedule;

    /** @param interval before the first question, and from one to the next */
    public GoneTopics(Broker broker, BrokerTraffic traffic, ScheduledExecutorService timer, Duration interval) {
        this.broker = broker;
        this.traffic = traffic;
        schedule =
                timer.scheduleWithFixedDelay(this::ask, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void ask() {
        // Before the question: a topic that comes into being after it is not in the answer.
        Set<TopicName> gone = new HashSet<>(traffic.topics());
        if (gone.isEmpty()) {
            return;
        }
        try {
            var unused = broker.topics().whenComplete((there, failure) -> {
                if (failure == null) {
                    there.forEach(gone::remove);
                    gone.forEach(traffic::forget);
                } else {
                    log.debug("Which topics there are is unknown", failure);
                }
            });
        } catch (RuntimeException e) {
            // One question that fails must not end the schedule.
            log.debug("Which topics there are cannot be asked", e);
        }
    }

    @Override
    public void close() {
        schedule.cancel(false);
    }
}
