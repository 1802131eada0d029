package io.minikafka.client.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.minikafka.client.TestServer;
import io.minikafka.client.spring.MinikafkaListener;
import io.minikafka.client.spring.MinikafkaTemplate;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** A whole application, with nothing but one property and what is on the class path. */
class ApplicationTests {
    private final TestServer server = new TestServer();

    record Order(String customer, int amount) {}

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration(
            excludeName = {
                "org.springframework.boot.grpc.server.autoconfigure.GrpcServerAutoConfiguration",
                "org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration"
            })
    @Import(Billing.class)
    static class Application {
        @Bean
        Spans spans() {
            return new Spans();
        }

        /** At once, not in batches. */
        @Bean
        SpanProcessor spanProcessor(Spans spans) {
            return SimpleSpanProcessor.create(spans);
        }
    }

    static class Billing {
        private final Tracer tracer;
        private final List<Order> orders = new CopyOnWriteArrayList<>();
        private final List<String> traces = new CopyOnWriteArrayList<>();

        Billing(Tracer tracer) {
            this.tracer = tracer;
        }

        @MinikafkaListener(topics = "orders", group = "billing")
        void on(Order order) {
            traces.add(tracer.currentSpan().context().traceId());
            orders.add(order);
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void oneTraceSpansTheSendAndTheListener() {
        try (ConfigurableApplicationContext context = application()) {
            Billing billing = context.getBean(Billing.class);
            Spans spans = context.getBean(Spans.class);
            Observation.createNotStarted("checkout", context.getBean(ObservationRegistry.class))
                    .observe(() -> context.getBean(MinikafkaTemplate.class)
                            .send("orders", "c-7", new Order("c-7", 2))
                            .join());
            await().untilAsserted(() -> assertThat(billing.orders).containsExactly(new Order("c-7", 2)));
            await().untilAsserted(() -> assertThat(spans.ended)
                    .extracting(SpanData::getName)
                    .contains("send orders", "process orders", "checkout"));
            SpanData send = spans.named("send orders");
            SpanData process = spans.named("process orders");
            assertThat(process.getTraceId()).isEqualTo(send.getTraceId());
            assertThat(process.getParentSpanId()).isEqualTo(send.getSpanId());
            assertThat(send.getParentSpanId()).isEqualTo(spans.named("checkout").getSpanId());
            assertThat(billing.traces).containsExactly(send.getTraceId());
        }
    }

    private ConfigurableApplicationContext application() {
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties("spring.config.name=none", "management.tracing.sampling.probability=1.0")
                .run("--minikafka.client.target=" + server.target());
    }

    static final class Spans implements SpanExporter {
        private final List<SpanData> ended = new CopyOnWriteArrayList<>();

        SpanData named(String name) {
            return ended.stream()
                    .filter(span -> span.getName().equals(name))
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            ended.addAll(spans);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }
}
