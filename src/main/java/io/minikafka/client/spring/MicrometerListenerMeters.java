package io.minikafka.client.spring;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.springframework.beans.factory.ListableBeanFactory;

/** Counters for one listener, with its id and group as tags; how long its calls take is in its observations. */
final class MicrometerListenerMeters implements ListenerMeters {
    private final Counter messages;
    private final Counter failures;
    private final Counter retries;
    private final Counter deadLetters;
    private final Counter skipped;

    MicrometerListenerMeters(MeterRegistry registry, ListenerSettings settings) {
        Tags tags = Tags.of("listener", settings.id(), "messaging.consumer.group.name", settings.group());
        messages = counter("messages", "Messages that are dealt with, one way or another", tags, registry);
        failures = counter("failures", "Calls of the listener that failed", tags, registry);
        retries = counter("retries", "Calls of the listener that were to follow a failure", tags, registry);
        deadLetters = counter("dead.letters", "Messages that were stored as dead letters", tags, registry);
        skipped = counter("skipped", "Messages that were given up without being stored", tags, registry);
    }

    /** Only to be called when Micrometer's metrics are on the class path; they need not be what the application uses. */
    static ListenerMeters in(ListableBeanFactory beans, ListenerSettings settings) {
        MeterRegistry registry = beans.getBeanProvider(MeterRegistry.class).getIfUnique();
        return registry == null ? NONE : new MicrometerListenerMeters(registry, settings);
    }

    private static Counter counter(String name, String description, Tags tags, MeterRegistry registry) {
        return Counter.builder("minikafka.listener." + name)
                .description(description)
                .tags(tags)
                .register(registry);
    }

    @Override
    public void dealtWith(int count) {
        messages.increment(count);
    }

    @Override
    public void failed() {
        failures.increment();
    }

    @Override
    public void retried() {
        retries.increment();
    }

    @Override
    public void deadLettered(int count) {
        deadLetters.increment(count);
    }

    @Override
    public void skipped(int count) {
        skipped.increment(count);
    }
}
