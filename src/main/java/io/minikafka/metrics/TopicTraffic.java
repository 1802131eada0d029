package io.minikafka.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;

/** The messages that went through one door, of one topic or of all that share a tag. Published from 0 on. */
final class TopicTraffic {
    final LongAdder produced = new LongAdder();
    final LongAdder delivered = new LongAdder();
    final LongAdder acked = new LongAdder();
    private final List<Meter> meters;

    TopicTraffic(MeterRegistry registry, String topic, String door) {
        Tags tags = Tags.of("topic", topic, "door", door);
        meters = List.of(
                counter("produced", "Messages that were stored and acknowledged", traffic -> traffic.produced.sum())
                        .tags(tags)
                        .register(registry),
                counter("delivered", "Messages that were handed to readers", traffic -> traffic.delivered.sum())
                        .tags(tags)
                        .register(registry),
                counter("acked", "Messages that consumer groups acknowledged", traffic -> traffic.acked.sum())
                        .tags(tags)
                        .register(registry));
    }

    private FunctionCounter.Builder<TopicTraffic> counter(
            String what, String description, ToDoubleFunction<TopicTraffic> value) {
        return FunctionCounter.builder("minikafka.messages." + what, this, value)
                .description(description);
    }

    void removeFrom(MeterRegistry registry) {
        meters.forEach(registry::remove);
    }
}
