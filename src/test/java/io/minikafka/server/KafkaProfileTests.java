package io.minikafka.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.minikafka.broker.Broker;
import io.minikafka.group.OffsetLog;
import io.minikafka.kafka.KafkaBroker;
import io.minikafka.kafka.TestCluster;
import io.minikafka.store.MessageStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The service in front of a Kafka cluster. */
@ExtendWith(OutputCaptureExtension.class)
class KafkaProfileTests {
    @TempDir
    private Path root;

    private static RunningServer start(String... args) {
        String[] all = new String[args.length + 2];
        System.arraycopy(args, 0, all, 0, args.length);
        all[args.length] = "--spring.profiles.active=kafka";
        all[args.length + 1] =
                "--spring.kafka.bootstrap-servers=" + TestCluster.shared().bootstrapServers();
        return RunningServer.start(all);
    }

    @Test
    void theBrokerIsKafkasAndThereIsNoStore(CapturedOutput output) throws Exception {
        // An empty root directory selects the memory store elsewhere.
        try (RunningServer server = start("--minikafka.root-dir=")) {
            assertThat(server.context().getBean(Broker.class)).isInstanceOf(KafkaBroker.class);
            for (Class<?> local : new Class<?>[] {
                MessageStore.class, OffsetLog.class, RetentionSchedule.class, StoreHealth.class, DiskHealth.class
            }) {
                assertThat(server.context().getBeanNamesForType(local))
                        .as(local.getSimpleName())
                        .isEmpty();
            }
            assertThat(output.toString())
                    .containsOnlyOnce("Kafka at " + TestCluster.shared().bootstrapServers()
                            + ", retention 7d, durability cluster");

            await().until(() -> server.get("/readyz").statusCode() == 200);
            JsonNode health = JsonMapper.shared()
                    .readTree(server.get("/actuator/health/readiness").body());
            assertThat(health.path("components").propertyNames()).containsExactlyInAnyOrder("readinessState", "kafka");
            JsonNode details = health.path("components").path("kafka").path("details");
            assertThat(details.path("nodes").asInt()).isEqualTo(1);
            assertThat(details.path("cluster").asString()).isNotEmpty();
        }
    }

    @Test
    void theClientsMeasurementsArePublished() throws Exception {
        try (RunningServer server = start()) {
            for (String name : new String[] {
                "kafka.producer.connection.count", "kafka.admin.client.connection.count", "minikafka.kafka.consumers"
            }) {
                assertThat(server.get("/actuator/metrics/" + name).statusCode())
                        .as(name)
                        .isEqualTo(200);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"kafka,memory", "file,kafka"})
    void anotherBackendBesideKafkaIsRefused(String profiles, CapturedOutput output) {
        assertThatThrownBy(() ->
                        RunningServer.start("--spring.profiles.active=" + profiles, "--minikafka.root-dir=" + root))
                .isNotNull();
        assertThat(output.toString().lines().filter(line -> line.contains("ERROR minikafka")))
                .singleElement()
                .asString()
                .contains("minikafka cannot start: ", "spring.profiles.active", profiles, "memory, file and kafka");
    }

    @Test
    void withoutTheProfileNothingOfKafkasIsThere() {
        try (RunningServer server = RunningServer.start("--spring.profiles.active=memory")) {
            assertThat(server.context().getBeanNamesForType(KafkaAutoConfiguration.class))
                    .isEmpty();
            assertThat(server.context().getBeanDefinitionNames())
                    .noneMatch(name -> name.contains("afka.autoconfigure"));
        }
    }

    @Test
    void settingsThatContradictEachOtherAreToldInALine(CapturedOutput output) {
        assertThatThrownBy(() -> RunningServer.start(
                        "--spring.profiles.active=kafka", "--spring.kafka.producer.properties.delivery.timeout.ms=5"))
                .isNotNull();
        assertThat(output.toString().lines().filter(line -> line.contains("ERROR minikafka")))
                .singleElement()
                .asString()
                .contains(
                        "minikafka cannot start: ", "spring.kafka", "delivery.timeout.ms should be equal to or larger");
    }
}
