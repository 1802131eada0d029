package io.minikafka.client.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.minikafka.client.MessagingClient;
import io.minikafka.client.MinikafkaClient;
import io.minikafka.client.MinikafkaException;
import io.minikafka.client.TestServer;
import io.minikafka.client.spring.MinikafkaListenerRegistry;
import io.minikafka.client.spring.MinikafkaOperations;
import io.minikafka.client.spring.MinikafkaTemplate;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class ClientAutoConfigurationTests {
    private static final String NOWHERE = "127.0.0.1:1";

    private final TestServer server = new TestServer();
    private final ApplicationContextRunner contexts = Contexts.withTarget(server.target());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void withoutATargetThereIsNothing() {
        Contexts.withoutTarget()
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(MessagingClient.class)
                        .doesNotHaveBean(MinikafkaOperations.class)
                        .doesNotHaveBean(MinikafkaListenerRegistry.class)
                        .doesNotHaveBean(MinikafkaConnectionDetails.class)
                        .doesNotHaveBean(MinikafkaHealthIndicator.class));
    }

    @Test
    void aTargetThatIsSetToNothingIsNone() {
        Contexts.withTarget("").run(context -> assertThat(context).doesNotHaveBean(MessagingClient.class));
    }

    @Test
    void aTargetIsEnoughForClientTemplateAndListeners() {
        contexts.run(context -> {
            assertThat(context)
                    .hasSingleBean(MinikafkaClient.class)
                    .hasSingleBean(MinikafkaTemplate.class)
                    .hasSingleBean(MinikafkaListenerRegistry.class)
                    .hasSingleBean(MinikafkaHealthIndicator.class);
            assertThat(context.getBean(MinikafkaTemplate.class)
                            .send("t", "a")
                            .join()
                            .offset())
                    .isZero();
        });
    }

    @Test
    void aServerThatIsAwayDoesNotKeepTheApplicationFromStarting() {
        Contexts.withTarget(NOWHERE).run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void theClientIsClosedWithTheContext() {
        MinikafkaClient[] client = new MinikafkaClient[1];
        contexts.run(context -> client[0] = context.getBean(MinikafkaClient.class));
        MinikafkaTemplate late = MinikafkaTemplate.of(client[0]);
        assertThatExceptionOfType(MinikafkaException.class)
                .isThrownBy(() -> late.send("t", "a"))
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(MinikafkaException.Kind.CLOSED));
    }

    @Test
    void anApplicationsOwnClientIsUsedInstead() {
        Contexts.withTarget(NOWHERE)
                .withBean("own", MinikafkaClient.class, server::client)
                .run(context -> {
                    assertThat(context).hasSingleBean(MessagingClient.class).hasBean("own");
                    assertThat(context.getBean(MinikafkaTemplate.class)
                                    .send("t", "a")
                                    .join()
                                    .offset())
                            .isZero();
                });
    }

    @Test
    void anApplicationsOwnClientNeedsNoTarget() {
        Contexts.withoutTarget()
                .withBean("own", MinikafkaClient.class, server::client)
                .run(context -> assertThat(context)
                        .hasSingleBean(MinikafkaTemplate.class)
                        .hasSingleBean(MinikafkaListenerRegistry.class)
                        .doesNotHaveBean(MinikafkaConnectionDetails.class));
    }

    @Test
    void connectionDetailsAreEnough() {
        Contexts.withoutTarget()
                .withBean(MinikafkaConnectionDetails.class, this::details)
                .run(context -> assertThat(context.getBean(MinikafkaTemplate.class)
                                .send("t", "a")
                                .join()
                                .offset())
                        .isZero());
    }

    @Test
    void connectionDetailsWinOverTheTarget() {
        Contexts.withTarget(NOWHERE)
                .withBean(MinikafkaConnectionDetails.class, this::details)
                .run(context -> {
                    assertThat(context).doesNotHaveBean(PropertiesMinikafkaConnectionDetails.class);
                    assertThat(context.getBean(MinikafkaTemplate.class)
                                    .send("t", "a")
                                    .join()
                                    .offset())
                            .isZero();
                });
    }

    @Test
    void customizersHaveTheLastWord() {
        Contexts.withTarget(NOWHERE)
                .withPropertyValues("minikafka.client.request-timeout=1s")
                .withUserConfiguration(Customizing.class)
                .run(context -> assertThat(context.getBean(Customizing.class).customized)
                        .isTrue());
    }

    @Test
    void transportRedisWithoutLettuceSaysWhatToAdd() {
        contexts.withPropertyValues("minikafka.client.transport=redis")
                .withClassLoader(new FilteredClassLoader("io.lettuce"))
                .run(context -> {
                    assertThat(context).hasFailed();
                    FailureAnalysis analysis = new LettuceMissingFailureAnalyzer().analyze(context.getStartupFailure());
                    assertThat(analysis).isNotNull();
                    assertThat(analysis.getDescription())
                            .isEqualTo("minikafka.client.transport is 'redis', and Lettuce is not on the class path.");
                    assertThat(analysis.getAction()).contains("io.lettuce:lettuce-core");
                });
    }

    @Test
    void transportGrpcNeedsNoLettuce() {
        contexts.withClassLoader(new FilteredClassLoader("io.lettuce"))
                .run(context -> assertThat(context).hasSingleBean(MinikafkaClient.class));
    }

    private MinikafkaConnectionDetails details() {
        return transport -> server.target();
    }

    @Configuration(proxyBeanMethods = false)
    static class Customizing {
        private boolean customized;

        @Bean
        MinikafkaClientBuilderCustomizer customizer() {
            return builder -> {
                builder.requestTimeout(Duration.ofSeconds(2));
                customized = true;
            };
        }
    }
}
