package io.minikafka.client.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import io.minikafka.client.MessageHeader;
import io.minikafka.client.MinikafkaClient;
import io.minikafka.client.MinikafkaException;
import io.minikafka.client.ProducerMessage;
import io.minikafka.client.StartPosition;
import io.minikafka.client.TestServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TemplateObservationTests {
    private final TestServer server = new TestServer();
    private final MinikafkaClient client = server.client();
    private final TestObservationRegistry registry = TestObservationRegistry.create();
    private final MinikafkaTemplate template =
            MinikafkaTemplate.builder(client).observationRegistry(registry).build();

    @AfterEach
    void stop() {
        template.close();
        client.close();
        server.close();
    }

    @Test
    void aSendIsObservedUntilItIsAcknowledged() {
        template.send("orders", "a").join();
        await().untilAsserted(() -> TestObservationRegistryAssert.assertThat(registry)
                .hasSingleObservationThat()
                .hasNameEqualTo("minikafka.template")
                .hasContextualNameEqualTo("send orders")
                .hasLowCardinalityKeyValue("messaging.system", "minikafka")
                .hasLowCardinalityKeyValue("messaging.operation.type", "send")
                .hasLowCardinalityKeyValue("messaging.destination.name", "orders")
                .hasHighCardinalityKeyValue("messaging.destination.partition.id", "0")
                .hasHighCardinalityKeyValue("messaging.minikafka.offset", "0")
                .hasBeenStarted()
                .hasBeenStopped());
    }

    @Test
    void aRefusedSendIsAnErrorOfItsObservation() {
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> template.send("no/topic", "a").join());
        await().untilAsserted(() -> TestObservationRegistryAssert.assertThat(registry)
                .hasSingleObservationThat()
                .hasBeenStopped()
                .assertThatError()
                .isInstanceOf(MinikafkaException.class));
    }

    @Test
    void aSendThatIsThrownOutIsAnErrorToo() {
        template.close();
        assertThatExceptionOfType(MinikafkaException.class).isThrownBy(() -> template.send("t", "a"));
        TestObservationRegistryAssert.assertThat(registry)
                .hasSingleObservationThat()
                .hasBeenStopped()
                .assertThatError()
                .hasMessage("The template is closed");
    }

    @Test
    void whatAHandlerPropagatesReplacesTheHeaderOfThatName() {
        registry.observationConfig().observationHandler(new Propagating());
        template.send(
                        "t",
                        ProducerMessage.utf8("a")
                                .withHeaders(
                                        List.of(MessageHeader.of("traceparent", "old"), MessageHeader.of("kept", "1"))))
                .join();
        assertThat(client.consumer("t", StartPosition.earliest())
                        .poll(Duration.ZERO)
                        .get(0)
                        .headers())
                .extracting(header -> header.name() + "=" + header.text())
                .containsExactly("kept=1", "traceparent=new");
    }

    @Test
    void theConventionCanBeReplaced() {
        MinikafkaTemplateObservationConvention own = new DefaultMinikafkaTemplateObservationConvention() {
            @Override
            public KeyValues getLowCardinalityKeyValues(MinikafkaTemplateObservationContext context) {
                return super.getLowCardinalityKeyValues(context).and("team", "shop");
            }
        };
        try (MinikafkaTemplate observed = MinikafkaTemplate.builder(client)
                .observationRegistry(registry)
                .observationConvention(own)
                .build()) {
            observed.send("t", "a").join();
        }
        TestObservationRegistryAssert.assertThat(registry)
                .hasObservationWithNameEqualTo("minikafka.template")
                .that()
                .hasLowCardinalityKeyValue("team", "shop");
    }

    @Test
    void aRegistryWithoutHandlersObservesNothing() {
        assertThat(new SendObservations(true, ObservationRegistry.NOOP, null).isNoop())
                .isTrue();
        assertThat(new SendObservations(true, ObservationRegistry.create(), null).isNoop())
                .isTrue();
        assertThat(new SendObservations(true, registry, null).isNoop()).isFalse();
    }

    /** What tracing's handler does, without a tracer. */
    private static final class Propagating implements ObservationHandler<MinikafkaTemplateObservationContext> {
        @Override
        public void onStart(MinikafkaTemplateObservationContext context) {
            context.getSetter().set(context.getCarrier(), "traceparent", "new");
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return context instanceof MinikafkaTemplateObservationContext;
        }
    }
}
