package io.minikafka.client.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import io.minikafka.client.MessageHeader;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What is observed and counted of listeners. */
class ListenerObservationTests {
    private final MemoryClient client = new MemoryClient();
    private final TestObservationRegistry observations = TestObservationRegistry.create();

    static class Quiet {
        @MinikafkaListener(topics = "orders")
        void on(String value) {
            if (value.equals("bad")) {
                throw new IllegalStateException("no");
            }
        }
    }

    static class InBatches {
        @MinikafkaListener(topics = "orders", batch = true)
        void on(List<String> values) {}
    }

    private ListenerApplication application(Object listener) {
        return ListenerApplication.of(client, ListenerApplication.DEFAULTS)
                .with("observations", observations)
                .with("listener", listener);
    }

    @Test
    void eachMessageIsOneObservation() {
        client.append("a", "b");
        try (var application = application(new Quiet()).start()) {
            await().untilAsserted(() -> assertThat(client.committed()).isEqualTo(2));
        }
        TestObservationRegistryAssert.assertThat(observations)
                .hasNumberOfObservationsWithNameEqualTo("minikafka.listener", 2)
                .hasObservationWithNameEqualTo("minikafka.listener")
                .that()
                .hasBeenStarted()
                .hasBeenStopped()
                .hasContextualNameEqualTo("process orders")
                .hasLowCardinalityKeyValue("messaging.system", "minikafka")
                .hasLowCardinalityKeyValue("messaging.operation.type", "process")
                .hasLowCardinalityKeyValue("messaging.destination.name", "orders")
                .hasLowCardinalityKeyValue("messaging.consumer.group.name", "billing")
                .hasHighCardinalityKeyValue("messaging.destination.partition.id", "0")
                .hasHighCardinalityKeyValue("messaging.minikafka.offset", "0");
    }

    @Test
    void aBatchIsOneObservation() {
        client.append("a", "b");
        try (var application = application(new InBatches()).start()) {
            await().untilAsserted(() -> assertThat(client.committed()).isEqualTo(2));
        }
        TestObservationRegistryAssert.assertThat(observations)
                .hasSingleObservationThat()
                .hasNameEqualTo("minikafka.listener")
                .hasHighCardinalityKeyValue("messaging.batch.message_count", "2");
    }

    @Test
    void aFailedAttemptIsAnObservationWithTheListenersError() {
        client.append("bad");
        try (var application = application(new Quiet()).start()) {
            await().untilAsserted(() -> assertThat(client.committed()).isEqualTo(1));
        }
        TestObservationRegistryAssert.assertThat(observations)
                .hasNumberOfObservationsWithNameEqualTo("minikafka.listener", 3)
                .hasObservationWithNameEqualTo("minikafka.listener")
                .that()
                .assertThatError()
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no");
    }

    @Test
    void whatTheListenerDoesIsWithinTheObservation() {
        List<Observation> current = new CopyOnWriteArrayList<>();
        client.append("a");
        Object listener = new Object() {
            @MinikafkaListener(topics = "orders")
            void on(String value) {
                current.add(observations.getCurrentObservation());
            }
        };
        try (var application = application(listener).start()) {
            await().untilAsserted(() -> assertThat(current)
                    .singleElement()
                    .satisfies(
                            seen -> assertThat(seen.getContextView().getName()).isEqualTo("minikafka.listener")));
        }
        assertThat(observations.getCurrentObservation()).isNull();
    }

    @Test
    void aTraceIsReadFromTheLastHeaderOfTheNameWhateverItsCase() {
        List<String> read = new CopyOnWriteArrayList<>();
        observations.observationConfig().observationHandler(new ObservationHandler<MinikafkaListenerContext>() {
            @Override
            public void onStart(MinikafkaListenerContext context) {
                read.add(context.getGetter().get(context.getCarrier(), "traceparent"));
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return context instanceof MinikafkaListenerContext;
            }
        });
        client.append(
                null,
                "a",
                List.of(MessageHeader.of("traceparent", "00-old"), MessageHeader.of("Traceparent", "00-new")));
        try (var application = application(new Quiet()).start()) {
            await().untilAsserted(() -> assertThat(read).containsExactly("00-new"));
        }
    }

    @Test
    void aConventionOfTheApplicationNamesThem() {
        client.append("a");
        var convention = new DefaultMinikafkaListenerObservationConvention() {
            @Override
            public String getName() {
                return "mine";
            }

            @Override
            public KeyValues getLowCardinalityKeyValues(MinikafkaListenerContext context) {
                return super.getLowCardinalityKeyValues(context).and("listener", context.listener());
            }
        };
        try (var application =
                application(new Quiet()).with("convention", convention).start()) {
            await().untilAsserted(() -> assertThat(client.committed()).isEqualTo(1));
        }
        TestObservationRegistryAssert.assertThat(observations)
                .hasSingleObservationThat()
                .hasNameEqualTo("mine")
                .hasLowCardinalityKeyValue("listener", "listener.on");
    }

    @Test
    void withoutARegistryThatLooksNothingIsObserved() {
        assertThat(new ListenerObservations(ObservationRegistry.NOOP, null, "l", "g").isNoop())
                .isTrue();
        assertThat(new ListenerObservations(ObservationRegistry.create(), null, "l", "g").isNoop())
                .isTrue();
        assertThat(new ListenerObservations(observations, null, "l", "g").isNoop())
                .isFalse();
    }

    @Test
    void messagesAreCountedByWhatBecameOfThem() {
        MeterRegistry meters = new SimpleMeterRegistry();
        client.append("a", "bad", "b");
        try (var application = application(new Quiet()).with("meters", meters).start()) {
            await().untilAsserted(() -> assertThat(count(meters, "messages")).isEqualTo(3));
        }
        assertThat(count(meters, "failures")).isEqualTo(3);
        assertThat(count(meters, "retries")).isEqualTo(2);
        assertThat(count(meters, "skipped")).isEqualTo(1);
        assertThat(count(meters, "dead.letters")).isZero();
    }

    private static double count(MeterRegistry meters, String name) {
        return meters.get("minikafka.listener." + name)
                .tags("listener", "listener.on", "messaging.consumer.group.name", "billing")
                .counter()
                .count();
    }
}
