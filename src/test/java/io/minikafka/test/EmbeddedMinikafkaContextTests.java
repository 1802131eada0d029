package io.minikafka.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.minikafka.client.HealthStatus;
import io.minikafka.client.MinikafkaClient;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

/** Spring's test support with the annotation: contexts, their cache, and the life of servers. */
class EmbeddedMinikafkaContextTests {
    @Configuration(proxyBeanMethods = false)
    static class Application {
        /** As an application's client would, it needs the address while the context starts. */
        @Bean
        MinikafkaClient client(Environment environment) {
            return MinikafkaClient.connect(environment.getRequiredProperty("minikafka.client.target"));
        }
    }

    @SpringJUnitConfig(Application.class)
    @EmbeddedMinikafka(topics = "orders")
    static class First {}

    @SpringJUnitConfig(Application.class)
    @EmbeddedMinikafka(topics = "orders")
    static class EqualToTheFirst {}

    @SpringJUnitConfig(Application.class)
    @EmbeddedMinikafka(topics = "orders", partitions = 2)
    static class Different {}

    @SpringJUnitConfig(Application.class)
    @EmbeddedMinikafka(redis = true)
    @TestPropertySource(properties = "minikafka.client.transport=redis")
    static class OverRedis {}

    @SpringJUnitConfig
    @EmbeddedMinikafka
    @TestPropertySource(properties = "minikafka.client.transport=redis")
    static class OverRedisWithoutADoor {
        @Configuration
        static class Empty {}
    }

    @SpringJUnitConfig
    @EmbeddedMinikafka(property = "shop.broker")
    static class OtherProperty {
        @Configuration
        static class Empty {}
    }

    @SpringJUnitConfig
    @EmbeddedMinikafka(topics = "closing")
    static class Closing {
        @Configuration(proxyBeanMethods = false)
        static class LastCall {
            @Bean
            Farewell farewell(@Value("${minikafka.client.target}") String target) {
                return new Farewell(target);
            }
        }

        /** Asks the server once more when the context closes. */
        record Farewell(String target) implements AutoCloseable {
            private static HealthStatus atTheEnd;

            @Override
            public void close() {
                try (MinikafkaClient client = MinikafkaClient.connect(target)) {
                    atTheEnd = client.health();
                }
            }
        }
    }

    @Test
    void theAddressIsInTheEnvironmentBeforeTheContextStarts() {
        ConfigurableApplicationContext context = contextOf(First.class);
        EmbeddedMinikafkaServer server = context.getBean(EmbeddedMinikafkaServer.class);
        assertThat(context.getEnvironment().getProperty("minikafka.client.target"))
                .isEqualTo(server.target());
        assertThat(context.getEnvironment().getProperty("minikafka.embedded.target"))
                .isEqualTo(server.target());
        assertThat(context.getEnvironment().containsProperty("minikafka.embedded.redis"))
                .isFalse();
        assertThat(context.getBean(MinikafkaClient.class).health()).isEqualTo(HealthStatus.SERVING);
    }

    @Test
    void classesWithEqualAnnotationsShareAContextAndAServer() {
        assertThat(contextOf(EqualToTheFirst.class)).isSameAs(contextOf(First.class));
    }

    @Test
    void classesWithDifferentAnnotationsHaveServersOfTheirOwnAtTheSameTime() {
        EmbeddedMinikafkaServer one = contextOf(First.class).getBean(EmbeddedMinikafkaServer.class);
        EmbeddedMinikafkaServer two = contextOf(Different.class).getBean(EmbeddedMinikafkaServer.class);
        assertThat(one.target()).isNotEqualTo(two.target());
        assertThat(one.client().topics().describe("orders").partitions()).hasSize(1);
        assertThat(two.client().topics().describe("orders").partitions()).hasSize(2);
    }

    @Test
    void aClientOverRedisIsGivenTheRedisDoor() {
        ConfigurableApplicationContext context = contextOf(OverRedis.class);
        EmbeddedMinikafkaServer server = context.getBean(EmbeddedMinikafkaServer.class);
        assertThat(context.getEnvironment().getProperty("minikafka.client.target"))
                .isEqualTo(server.redisAddress())
                .isEqualTo(context.getEnvironment().getProperty("minikafka.embedded.redis"));
    }

    @Test
    void aClientOverRedisWithoutARedisDoorIsToldWhatIsMissing() {
        ConfigurableApplicationContext context = contextOf(OverRedisWithoutADoor.class);
        assertThatIllegalStateException()
                .isThrownBy(() -> context.getEnvironment().getProperty("minikafka.client.target"))
                .withMessageContaining("@EmbeddedMinikafka(redis = true)");
    }

    @Test
    void thePropertyCanHaveAnotherName() {
        ConfigurableApplicationContext context = contextOf(OtherProperty.class);
        assertThat(context.getEnvironment().getProperty("shop.broker"))
                .isEqualTo(context.getBean(EmbeddedMinikafkaServer.class).target());
        assertThat(context.getEnvironment().containsProperty("minikafka.client.target"))
                .isFalse();
    }

    @Test
    void aServerGoesWithItsContextAfterWhatIsConnectedToIt() {
        TestContext test = new TestContextManager(Closing.class).getTestContext();
        EmbeddedMinikafkaServer server = test.getApplicationContext().getBean(EmbeddedMinikafkaServer.class);
        test.markApplicationContextDirty(null);

        assertThat(Closing.Farewell.atTheEnd).isEqualTo(HealthStatus.SERVING);
        assertThatIllegalStateException().isThrownBy(server::client).withMessage("The embedded server is closed");
    }

    @Test
    void customizersAreEqualWhenTheirAnnotationsAre() {
        EmbeddedMinikafkaContextCustomizerFactory factory = new EmbeddedMinikafkaContextCustomizerFactory();
        assertThat(Map.of(factory.createContextCustomizer(First.class, List.of()), 1))
                .containsKey(factory.createContextCustomizer(EqualToTheFirst.class, List.of()))
                .doesNotContainKey(factory.createContextCustomizer(Different.class, List.of()));
        assertThat(factory.createContextCustomizer(Application.class, List.of()))
                .isNull();
    }

    private static ConfigurableApplicationContext contextOf(Class<?> test) {
        return (ConfigurableApplicationContext)
                new TestContextManager(test).getTestContext().getApplicationContext();
    }
}
