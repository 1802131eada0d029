package io.minikafka.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.minikafka.store.MessageStore;
import io.minikafka.v1.ListTopicsRequest;
import io.minikafka.v1.TopicServiceGrpc;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class HealthTests {
    @TempDir
    private Path root;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "protocol.MiniKafka",
                "minikafka.v1.MessageService",
                "minikafka.v1.TopicService",
                "minikafka.v1.ConsumerService",
                "minikafka.v1.GroupService"
            })
    void grpcHealthFollowsReadinessWhileCallsStillWork(String service) {
        try (RunningServer server = inMemory()) {
            Iterator<HealthCheckResponse> watch = HealthGrpc.newBlockingStub(server.channel())
                    .watch(HealthCheckRequest.newBuilder().setService(service).build());
            assertThat(watch.next().getStatus()).isEqualTo(ServingStatus.SERVING);

            AvailabilityChangeEvent.publish(server.context(), ReadinessState.REFUSING_TRAFFIC);
            assertThat(watch.next().getStatus()).isEqualTo(ServingStatus.NOT_SERVING);
            assertThat(TopicServiceGrpc.newBlockingStub(server.channel())
                            .listTopics(ListTopicsRequest.getDefaultInstance())
                            .getNamesList())
                    .isEmpty();

            AvailabilityChangeEvent.publish(server.context(), ReadinessState.ACCEPTING_TRAFFIC);
            assertThat(watch.next().getStatus()).isEqualTo(ServingStatus.SERVING);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/health/readiness", "/readyz"})
    void readinessLooksAtTheStore(String path) throws Exception {
        try (RunningServer server = inMemory()) {
            assertThat(server.get(path).statusCode()).isEqualTo(200);
            server.context().getBean(MessageStore.class).close();
            assertThat(server.get(path).statusCode()).isEqualTo(503);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/health/liveness", "/livez"})
    void livenessLooksAtNothingOutside(String path) throws Exception {
        try (RunningServer server = inMemory()) {
            server.context().getBean(MessageStore.class).close();
            assertThat(server.get(path).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void theReadinessGroupHasTheStoreAndNothingElseThatCanFail() throws Exception {
        try (RunningServer server = inMemory()) {
            assertThat(json(server.get("/actuator/health/readiness"))
                            .path("components")
                            .propertyNames())
                    .containsExactlyInAnyOrder("readinessState", "store");
            assertThat(json(server.get("/actuator/health/liveness"))
                            .path("components")
                            .propertyNames())
                    .containsExactly("livenessState");
        }
    }

    @Test
    void aFullDiskIsUpWithDetail() throws Exception {
        try (RunningServer server =
                RunningServer.start("--minikafka.root-dir=" + root, "--minikafka.file.free-space-floor=1048576TB")) {
            HttpResponse<String> health = server.get("/actuator/health");
            assertThat(health.statusCode()).isEqualTo(200);
            JsonNode disk = json(health).path("components").path("disk");
            assertThat(disk.path("status").asString()).isEqualTo("UP");
            assertThat(disk.path("details").path("producing").asString()).isEqualTo("refused");
            assertThat(disk.path("details").path("freeBytes").asLong()).isPositive();
        }
    }

    @Test
    void infoTellsTheBuild() throws Exception {
        try (RunningServer server = inMemory()) {
            assertThat(json(server.get("/actuator/info"))
                            .path("build")
                            .path("artifact")
                            .asString())
                    .isEqualTo("minikafka");
        }
    }

    /** The packaged service has one of its own, which JarsIT looks at. */
    @Test
    void theBillOfMaterialsIsTold() throws Exception {
        Path bill = Files.writeString(root.resolve("bill.cdx.json"), "{\"bomFormat\": \"CycloneDX\"}");
        try (RunningServer server = RunningServer.start(
                "--spring.profiles.active=memory", "--management.endpoint.sbom.application.location=file:" + bill)) {
            assertThat(json(server.get("/actuator/sbom/application"))
                            .path("bomFormat")
                            .asString())
                    .isEqualTo("CycloneDX");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/livez", "/readyz"})
    void probesAreAtTheMainPortAlsoWhenManagementHasItsOwn(String path) throws Exception {
        try (RunningServer server = RunningServer.start(
                "--spring.profiles.active=memory",
                "--management.server.port=0",
                "--management.server.address=127.0.0.1")) {
            assertThat(server.get(path).statusCode()).isEqualTo(200);
            assertThat(server.get("/actuator/prometheus").statusCode()).isEqualTo(404);
            server.context().getBean(MessageStore.class).close();
            assertThat(server.get(path).statusCode()).isEqualTo(path.equals("/livez") ? 200 : 503);
        }
    }

    @Test
    void metricsAreExposedAndTheEnvironmentIsNot() throws Exception {
        try (RunningServer server = inMemory()) {
            assertThat(server.get("/actuator/metrics/jvm.memory.used").statusCode())
                    .isEqualTo(200);
            assertThat(server.get("/actuator/env").statusCode()).isEqualTo(404);
        }
    }

    private static RunningServer inMemory() {
        return RunningServer.start("--spring.profiles.active=memory");
    }

    private static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body());
    }
}
