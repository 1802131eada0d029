package io.minikafka.client.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.client.TestServer;
import io.minikafka.client.spring.MinikafkaListener;
import io.minikafka.client.spring.MinikafkaListenerRegistry;
import io.minikafka.client.spring.MinikafkaTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ClientHealthTests {
    private final TestServer server = new TestServer();
    private final ApplicationContextRunner contexts = Contexts.withTarget(server.target());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aServerThatServesIsUpAndItsAddressIsTold() {
        contexts.withPropertyValues("minikafka.client.password=hidden").run(context -> {
            Health health = context.getBean(MinikafkaHealthIndicator.class).health();
            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails())
                    .containsOnlyKeys("transport", "target")
                    .containsEntry("transport", "grpc")
                    .containsEntry("target", server.target());
        });
    }

    @Test
    void aServerThatIsAwayIsDownAndItsAddressIsTold() {
        contexts.withPropertyValues("minikafka.client.request-timeout=5s").run(context -> {
            server.stop();
            Health health = context.getBean(MinikafkaHealthIndicator.class).health();
            assertThat(health.getStatus()).isEqualTo(Status.DOWN);
            assertThat(health.getDetails()).containsKey("error").containsEntry("target", server.target());
        });
    }

    @Test
    void aListenerThatHasGivenUpIsDownWithoutItsText() {
        contexts.withPropertyValues(
                        "minikafka.client.listener.retry.attempts=1", "minikafka.client.listener.after-retries=stop")
                .withBean(Failing.class)
                .run(context -> {
                    context.getBean(MinikafkaTemplate.class)
                            .send("t", "payload")
                            .join();
                    MinikafkaListenerRegistry registry = context.getBean(MinikafkaListenerRegistry.class);
                    await().until(() -> registry.container("failing")
                            .orElseThrow()
                            .failure()
                            .isPresent());
                    Health health =
                            context.getBean(MinikafkaHealthIndicator.class).health();
                    assertThat(health.getStatus()).isEqualTo(Status.DOWN);
                    assertThat(health.getDetails().get("listeners").toString())
                            .startsWith("{failing=")
                            .doesNotContain("payload");
                });
    }

    @Test
    void itCanBeSwitchedOff() {
        contexts.withPropertyValues("management.health.minikafka.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(HealthIndicator.class));
        contexts.withPropertyValues("management.health.defaults.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(HealthIndicator.class));
    }

    @Test
    void anApplicationsOwnIndicatorReplacesIt() {
        contexts.withBean(
                        "minikafkaHealthIndicator",
                        HealthIndicator.class,
                        () -> () -> Health.up().build())
                .run(context -> assertThat(context).doesNotHaveBean(MinikafkaHealthIndicator.class));
    }

    @Test
    void withoutSpringBootsHealthThereIsAClientAllTheSame() {
        contexts.withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
                .run(context -> assertThat(context).hasSingleBean(MinikafkaTemplate.class));
    }

    static class Failing {
        @MinikafkaListener(id = "failing", topics = "t", group = "g")
        void on(String text) {
            throw new IllegalStateException("cannot handle " + text);
        }
    }
}
