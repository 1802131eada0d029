package io.minikafka.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.minikafka.client.HealthStatus;
import io.minikafka.client.MinikafkaClient;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestClassOrder;

/** Tests without Spring, by the annotation. The nested classes run in their order. */
@EmbeddedMinikafka(
        topics = {"orders", "payments"},
        partitions = 2,
        retentionTime = "10m")
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
class EmbeddedMinikafkaExtensionTests {
    private static EmbeddedMinikafkaServer ofTheClass;
    private static EmbeddedMinikafkaServer ofANestedClass;

    private final EmbeddedMinikafkaServer ofTheConstructor;

    EmbeddedMinikafkaExtensionTests(EmbeddedMinikafkaServer server) {
        ofTheConstructor = server;
    }

    @BeforeAll
    static void keep(EmbeddedMinikafkaServer server) {
        ofTheClass = server;
    }

    @Test
    void constructorsAndMethodsGetTheServerAndItsClock(EmbeddedMinikafkaServer server, TestClock clock) {
        assertThat(server).isSameAs(ofTheConstructor).isSameAs(ofTheClass);
        assertThat(server.clock()).isSameAs(clock);
    }

    @Test
    void theServerIsAsTheAnnotationSays(EmbeddedMinikafkaServer server) {
        assertThat(server.client().topics().list()).containsExactly("orders", "payments");
        var orders = server.client().topics().describe("orders");
        assertThat(orders.partitions()).hasSize(2);
        assertThat(orders.retentionAge()).isEqualTo(Duration.ofMinutes(10));
        assertThatIllegalStateException().isThrownBy(server::redisAddress);
    }

    @Nested
    @Order(1)
    class InsideTheClass {
        @Test
        void theServerIsThatOfTheClassAround(EmbeddedMinikafkaServer server) {
            assertThat(server).isSameAs(ofTheClass);
        }
    }

    @Nested
    @Order(2)
    @EmbeddedMinikafka(redis = true, topics = "inside")
    class WithItsOwnAnnotation {
        @Test
        void thereIsAnotherServerBesides(EmbeddedMinikafkaServer server) {
            ofANestedClass = server;
            assertThat(server).isNotSameAs(ofTheClass);
            assertThat(server.redisAddress()).startsWith("127.0.0.1:");
            assertThat(server.client().topics().list()).containsExactly("inside");
        }
    }

    @Nested
    @Order(3)
    class Afterwards {
        @Test
        void theServerOfAClassThatHasEndedIsClosed(EmbeddedMinikafkaServer server) {
            assertThatIllegalStateException()
                    .isThrownBy(ofANestedClass::start)
                    .withMessage("The embedded server is closed");
            try (MinikafkaClient client = MinikafkaClient.connect(server.target())) {
                assertThat(client.health()).isEqualTo(HealthStatus.SERVING);
            }
        }
    }

    @Test
    void aRetentionTimeThatIsNoneIsRefused() {
        @EmbeddedMinikafka(retentionTime = "soon")
        class Wrong {}

        assertThatIllegalArgumentException()
                .isThrownBy(() -> EmbeddedMinikafkaOptions.of(Wrong.class.getAnnotation(EmbeddedMinikafka.class)))
                .withMessageStartingWith("The retentionTime of @EmbeddedMinikafka is 'soon'; accepted is a number");
    }
}
