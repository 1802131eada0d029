package io.minikafka.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.client.HealthStatus;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

/** A test of Spring's that is run by JUnit. */
@SpringJUnitConfig
@EmbeddedMinikafka(retentionTime = "1h")
class EmbeddedMinikafkaSpringTests {
    @Configuration(proxyBeanMethods = false)
    static class Application {}

    @Autowired
    EmbeddedMinikafkaServer ofTheContext;

    @Test
    void fieldsAndParametersGetTheServerOfTheContext(
            EmbeddedMinikafkaServer server, TestClock clock, @Autowired EmbeddedMinikafkaServer autowired) {
        assertThat(server).isSameAs(ofTheContext).isSameAs(autowired);
        assertThat(clock).isSameAs(ofTheContext.clock());
    }

    @Test
    void theServerServesAtTheAddressOfTheProperty(@Value("${minikafka.client.target}") String target) {
        assertThat(target).isEqualTo(ofTheContext.target());
        assertThat(ofTheContext.client().health()).isEqualTo(HealthStatus.SERVING);
    }

    @Nested
    class Inside {
        @Test
        void theServerIsThatOfTheClassAround(EmbeddedMinikafkaServer server) {
            assertThat(server).isSameAs(ofTheContext);
        }
    }
}
