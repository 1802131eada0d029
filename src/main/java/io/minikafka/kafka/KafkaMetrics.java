package io.minikafka.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/**
 * Publishes what Kafka's clients measure of themselves, under {@code kafka.producer}, {@code kafka.admin.client} and
 * {@code kafka.consumer}, while they are open. Consumers are as many as group members and each has a hundred series and
 * more, so only {@link #MAX_CONSUMERS} of them are published at a time, told apart by the tag {@code slot}, which the
 * next consumer takes over; how many there are in all is the gauge {@code minikafka.kafka.consumers}. Safe for use by
 * many threads.
 */
public final class KafkaMetrics implements ClientListener {
    /** How many consumers are published at a time. */
    public static final int MAX_CONSUMERS = 10;

    private static final int NO_SLOT = -1;

    private record Published(KafkaClientMetrics metrics, int slot) {}

    private final MeterRegistry registry;
    private final Map<AutoCloseable, Published> open = new IdentityHashMap<>();
    private final BitSet slots = new BitSet(MAX_CONSUMERS);
    private int consumers;

    public KafkaMetrics(MeterRegistry registry) {
        this.registry = registry;
        registry.gauge("minikafka.kafka.consumers", this, KafkaMetrics::consumers);
    }

    private synchronized int consumers() {
        return consumers;
    }

    @Override
    public synchronized void opened(Producer<?, ?> producer) {
        publish(producer, new KafkaClientMetrics(producer), NO_SLOT);
    }

    @Override
    public synchronized void opened(Admin admin) {
        if (admin instanceof AdminClient client) {
            publish(admin, new KafkaClientMetrics(client), NO_SLOT);
        }
    }

    @Override
    public synchronized void opened(Consumer<?, ?> consumer) {
        consumers++;
        int slot = slots.nextClearBit(0);
        if (slot < MAX_CONSUMERS) {
            slots.set(slot);
            publish(consumer, new KafkaClientMetrics(consumer, Tags.of("slot", Integer.toString(slot))), slot);
        }
    }

    private void publish(AutoCloseable client, KafkaClientMetrics metrics, int slot) {
        open.put(client, new Published(metrics, slot));
        metrics.bindTo(registry);
    }

    @Override
    public synchronized void closing(AutoCloseable client) {
        if (client instanceof Consumer) {
            consumers--;
        }
        Published published = open.remove(client);
        if (published == null) {
            return;
        }
        published.metrics().close();
        if (published.slot() != NO_SLOT) {
            slots.clear(published.slot());
        }
    }
}
