package io.minikafka.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.minikafka.ServiceLines;
import io.minikafka.kafka.TestCluster;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the service says while its cluster is away. */
@ExtendWith(OutputCaptureExtension.class)
class KafkaAwayTests {
    @Test
    void itStartsWithoutTheClusterAndSaysSoUntilItComes(CapturedOutput output) throws Exception {
        try (TestCluster cluster = TestCluster.start(Map.of())) {
            String address = cluster.bootstrapServers();
            cluster.stopBroker();
            try (RunningServer server = RunningServer.start(
                    "--spring.profiles.active=kafka",
                    "--spring.kafka.bootstrap-servers=" + address,
                    // Long enough for a cluster that is there, on any machine: each time it is away is told.
                    "--minikafka.kafka.request-timeout=4s")) {
                assertAway(server);
                await().until(() -> output.toString().contains("The Kafka cluster is away"));

                cluster.startBroker();
                awaitThere(server);

                cluster.stopBroker();
                await().until(() -> server.get("/readyz").statusCode() == 503);
                assertAway(server);

                cluster.startBroker();
                awaitThere(server);

                List<String> told = ServiceLines.of(output).stream()
                        .filter(line -> line.matches("\\d{4}-\\S+Z (WARN|ERROR) .*"))
                        .toList();
                assertThat(told).hasSize(2).allMatch(line -> line.contains("The Kafka cluster is away: "));
            }
        }
    }

    private static void assertAway(RunningServer server) throws Exception {
        assertThat(server.get("/readyz").statusCode()).isEqualTo(503);
        assertThat(server.get("/livez").statusCode()).isEqualTo(200);
        JsonNode kafka = JsonMapper.shared()
                .readTree(server.get("/actuator/health").body())
                .path("components")
                .path("kafka");
        assertThat(kafka.path("status").asString()).isEqualTo("DOWN");
        assertThat(kafka.path("details").path("reason").asString()).contains("Kafka");
        await().until(() -> grpcHealth(server) == ServingStatus.NOT_SERVING);
    }

    private static void awaitThere(RunningServer server) {
        await().until(() -> ready(server));
        await().until(() -> grpcHealth(server) == ServingStatus.SERVING);
    }

    private static boolean ready(RunningServer server) throws IOException, InterruptedException {
        return server.get("/readyz").statusCode() == 200;
    }

    private static ServingStatus grpcHealth(RunningServer server) {
        return HealthGrpc.newBlockingStub(server.channel())
                .check(HealthCheckRequest.getDefaultInstance())
                .getStatus();
    }
}
