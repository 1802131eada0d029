package io.minikafka.client.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import io.minikafka.client.ConsumedMessage;
import io.minikafka.client.MinikafkaClient;
import io.minikafka.client.ProducerOptions;
import io.minikafka.client.RecordMetadata;
import io.minikafka.client.StartPosition;
import io.minikafka.client.TestServer;
import io.minikafka.client.spring.DefaultMinikafkaTemplateObservationConvention;
import io.minikafka.client.spring.ListenerDefaults;
import io.minikafka.client.spring.MinikafkaOperations;
import io.minikafka.client.spring.MinikafkaTemplate;
import io.minikafka.client.spring.MinikafkaTemplateObservationConvention;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.converter.SimpleMessageConverter;
import org.springframework.messaging.converter.StringMessageConverter;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

class TemplateAutoConfigurationTests {
    private final TestServer server = new TestServer();
    private final ApplicationContextRunner contexts = Contexts.withTarget(server.target());

    record Plain(int totalAmount) {}

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void thePropertiesReachTheTemplate() {
        contexts.withPropertyValues(
                        "minikafka.client.producer.default-topic=orders", "minikafka.client.producer.max-block=7s")
                .run(context -> {
                    assertThat(context.getBean(ProducerOptions.class).maxBlock())
                            .isEqualTo(Duration.ofSeconds(7));
                    context.getBean(MinikafkaTemplate.class).sendDefault("a").join();
                    assertThat(stored(context, "orders")).containsExactly("a");
                });
    }

    @Test
    void anApplicationsTemplateAndOptionsWin() {
        contexts.withBean(ProducerOptions.class, () -> ProducerOptions.DEFAULT.withMaxBatchBytes(7))
                .withBean(MinikafkaOperations.class, SendingNothing::new)
                .run(context -> assertThat(context)
                        .hasSingleBean(ProducerOptions.class)
                        .doesNotHaveBean(MinikafkaTemplate.class));
    }

    @Test
    void objectsBecomeJsonByTheApplicationsMapper() {
        contexts.withBean(
                        JsonMapper.class,
                        () -> JsonMapper.builder()
                                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                                .build())
                .run(context -> {
                    context.getBean(MinikafkaTemplate.class)
                            .send("t", new Plain(5))
                            .join();
                    assertThat(stored(context, "t")).containsExactly("{\"total_amount\":5}");
                });
    }

    @Test
    void theApplicationsConverterIsAskedFirst() {
        contexts.withBean("minikafkaMessageConverter", MessageConverter.class, StringMessageConverter::new)
                .run(context -> {
                    MinikafkaTemplate template = context.getBean(MinikafkaTemplate.class);
                    template.send("t", "a").join();
                    template.send("t", new Plain(5)).join();
                    assertThat(stored(context, "t")).containsExactly("a", "{\"totalAmount\":5}");
                    assertThat(messages(context, "t").get(0).headers())
                            .extracting(header -> header.name() + "=" + header.text())
                            .containsExactly("contentType=text/plain;charset=UTF-8");
                });
    }

    @Test
    void othersConvertersAreLeftAlone() {
        contexts.withBean("brokerMessageConverter", MessageConverter.class, SimpleMessageConverter::new)
                .run(context -> {
                    context.getBean(MinikafkaTemplate.class)
                            .send("t", new Plain(5))
                            .join();
                    assertThat(stored(context, "t")).containsExactly("{\"totalAmount\":5}");
                });
    }

    @Test
    void withoutJacksonBytesAndTextAreSentAndObjectsRefused() {
        contexts.withClassLoader(new FilteredClassLoader("tools.jackson")).run(context -> {
            MinikafkaTemplate template = context.getBean(MinikafkaTemplate.class);
            template.send("t", "a").join();
            assertThatExceptionOfType(MessageConversionException.class)
                    .isThrownBy(() -> template.send("t", new Plain(5)))
                    .withMessageContaining("Jackson");
        });
    }

    @Test
    void theApplicationsRegistryAndConventionObserveSends() {
        TestObservationRegistry registry = TestObservationRegistry.create();
        contexts.withBean(ObservationRegistry.class, () -> registry)
                .withBean(MinikafkaTemplateObservationConvention.class, Renamed::new)
                .run(context ->
                        context.getBean(MinikafkaTemplate.class).send("t", "a").join());
        TestObservationRegistryAssert.assertThat(registry).hasObservationWithNameEqualTo("renamed");
    }

    @Test
    void listenersGetTheDefaultsOfTheProperties() {
        contexts.withPropertyValues("minikafka.client.listener.group=billing").run(context -> {
            assertThat(context.getBean(ListenerDefaults.class).group()).isEqualTo("billing");
            assertThat(context.getBean(ListenerDefaults.class).threads()).isNull();
        });
    }

    @Test
    void anApplicationsListenerDefaultsWin() {
        contexts.withBean(ListenerDefaults.class, () -> ListenerDefaults.DEFAULT.withGroup("own"))
                .run(context -> assertThat(
                                context.getBean(ListenerDefaults.class).group())
                        .isEqualTo("own"));
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void listenersRunOnVirtualThreadsWhereTheApplicationWantsThem() {
        contexts.withPropertyValues("spring.threads.virtual.enabled=true")
                .run(context -> assertThat(
                                context.getBean(ListenerDefaults.class).threads())
                        .isNotNull());
    }

    private static final class Renamed extends DefaultMinikafkaTemplateObservationConvention {
        @Override
        public String getName() {
            return "renamed";
        }
    }

    private static List<String> stored(ApplicationContext context, String topic) {
        return messages(context, topic).stream().map(ConsumedMessage::text).toList();
    }

    private static List<ConsumedMessage> messages(ApplicationContext context, String topic) {
        return context.getBean(MinikafkaClient.class)
                .consumer(topic, StartPosition.earliest())
                .poll(Duration.ZERO);
    }

    /** An application's own way to send. */
    private static final class SendingNothing implements MinikafkaOperations {
        @Override
        public CompletableFuture<RecordMetadata> send(String topic, Object payload) {
            return nothing();
        }

        @Override
        public CompletableFuture<RecordMetadata> send(String topic, String key, Object payload) {
            return nothing();
        }

        @Override
        public CompletableFuture<RecordMetadata> send(String topic, byte[] key, Object payload) {
            return nothing();
        }

        @Override
        public CompletableFuture<RecordMetadata> send(
                String topic, String key, Object payload, Map<String, ?> headers) {
            return nothing();
        }

        @Override
        public CompletableFuture<RecordMetadata> send(Message<?> message) {
            return nothing();
        }

        @Override
        public CompletableFuture<RecordMetadata> sendDefault(Object payload) {
            return nothing();
        }

        @Override
        public CompletableFuture<RecordMetadata> sendDefault(String key, Object payload) {
            return nothing();
        }

        @Override
        public void flush() {}

        private static CompletableFuture<RecordMetadata> nothing() {
            return CompletableFuture.failedFuture(new UnsupportedOperationException());
        }
    }
}
