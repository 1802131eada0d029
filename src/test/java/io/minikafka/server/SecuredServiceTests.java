package io.minikafka.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.micrometer.core.instrument.MeterRegistry;
import io.minikafka.protocol.MiniKafkaGrpc;
import io.minikafka.protocol.Topic;
import io.minikafka.v1.CreateTopicRequest;
import io.minikafka.v1.ListTopicsRequest;
import io.minikafka.v1.Message;
import io.minikafka.v1.MessageServiceGrpc;
import io.minikafka.v1.PollRequest;
import io.minikafka.v1.ProduceRequest;
import io.minikafka.v1.TopicServiceGrpc;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/** One service with users, through real clients of each door. */
@ExtendWith(OutputCaptureExtension.class)
class SecuredServiceTests {
    private static final String TOKEN = "a-long-and-random-token-for-tests";
    private static final String ROOT = basic("root", "root's");
    private static final String ALICE = basic("alice", "alice's");
    private static final String PROMETHEUS = basic("prometheus", "prometheus's");
    private static final String ROBOT = "Bearer " + TOKEN;

    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = RunningServer.start(
                "--spring.profiles.active=memory",
                "--management.endpoints.web.exposure.include=*",
                "--minikafka.security.users.root.password=" + hash("root's"),
                "--minikafka.security.users.root.rights=admin",
                "--minikafka.security.users.alice.password=" + hash("alice's"),
                "--minikafka.security.users.alice.rights=produce:orders.*,consume:orders.*",
                "--minikafka.security.tokens.robot.value=" + TOKEN,
                "--minikafka.security.tokens.robot.rights=consume",
                "--minikafka.security.users.prometheus.password=" + hash("prometheus's"),
                "--minikafka.security.users.prometheus.rights=monitor");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String hash(String password) {
        return "{bcrypt}" + new BCryptPasswordEncoder(4).encode(password);
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
    }

    // ---- gRPC

    private static <S extends io.grpc.stub.AbstractStub<S>> S with(String authorization, S stub) {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), authorization);
        return stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    private static TopicServiceGrpc.TopicServiceBlockingStub topics() {
        return TopicServiceGrpc.newBlockingStub(server.channel());
    }

    private static MessageServiceGrpc.MessageServiceBlockingStub messages() {
        return MessageServiceGrpc.newBlockingStub(server.channel());
    }

    private static ProduceRequest message(String topic) {
        return ProduceRequest.newBuilder()
                .setTopic(topic)
                .addMessages(Message.getDefaultInstance())
                .build();
    }

    private static Status.Code codeOf(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        Throwable failure = org.assertj.core.api.Assertions.catchThrowable(call);
        assertThat(failure).isInstanceOf(StatusRuntimeException.class);
        return ((StatusRuntimeException) failure).getStatus().getCode();
    }

    @Test
    void aGrpcCallMustSayWhoCalls() {
        assertThatThrownBy(() -> topics().listTopics(ListTopicsRequest.getDefaultInstance()))
                .hasMessageContaining("UNAUTHENTICATED")
                .hasMessageContaining("authorization");
        assertThat(codeOf(() -> messages().produce(message("orders.eu")))).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(codeOf(() -> MiniKafkaGrpc.newBlockingStub(server.channel())
                        .poll(io.minikafka.protocol.PollRequest.newBuilder()
                                .setTopic("orders.eu")
                                .build())))
                .isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @ParameterizedTest
    @CsvSource({"alice,guess", "bob,alice's", "robot,alice's", "'',''"})
    void aGrpcCallWithAWrongPasswordIsRefused(String user, String password) {
        assertThat(codeOf(
                        () -> with(basic(user, password), topics()).listTopics(ListTopicsRequest.getDefaultInstance())))
                .isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void aGrpcCallMayDoWhatItsCallerMayDo() {
        assertThat(with(ALICE, messages()).produce(message("orders.eu")).getRunsCount())
                .isEqualTo(1);
        assertThat(codeOf(() -> with(ALICE, messages()).produce(message("payments"))))
                .isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(codeOf(() -> with(ALICE, topics())
                        .createTopic(CreateTopicRequest.newBuilder()
                                .setName("orders.x")
                                .build())))
                .isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(with(ROOT, topics())
                        .createTopic(CreateTopicRequest.newBuilder()
                                .setName("payments")
                                .build())
                        .hasTopic())
                .isTrue();
        assertThat(with(ALICE, topics())
                        .listTopics(ListTopicsRequest.getDefaultInstance())
                        .getNamesList())
                .contains("orders.eu")
                .doesNotContain("payments");
        PollRequest poll = PollRequest.newBuilder().setTopic("payments").build();
        assertThat(with(ROBOT, messages()).poll(poll).getMessagesCount()).isZero();
        assertThat(codeOf(() -> with(ROBOT, messages()).produce(message("payments"))))
                .isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    @Test
    void theFirstProtocolAsksForTheSameRights() {
        MiniKafkaGrpc.MiniKafkaBlockingStub alice = with(ALICE, MiniKafkaGrpc.newBlockingStub(server.channel()));
        assertThat(alice.produce(first("orders.first")).getMsgNumber()).isEqualTo(1);
        assertThat(alice.poll(io.minikafka.protocol.PollRequest.newBuilder()
                                .setTopic("orders.first")
                                .build())
                        .getPayloadsCount())
                .isEqualTo(1);
        assertThat(codeOf(() -> alice.produce(first("payments.first")))).isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    private static io.minikafka.protocol.ProduceRequest first(String topic) {
        return io.minikafka.protocol.ProduceRequest.newBuilder()
                .setTopic(Topic.newBuilder().setTopic(topic))
                .setPayload(io.minikafka.protocol.Payload.getDefaultInstance())
                .build();
    }

    @Test
    void healthIsOpenAndReflectionIsNot() throws Exception {
        assertThat(HealthGrpc.newBlockingStub(server.channel())
                        .check(HealthCheckRequest.getDefaultInstance())
                        .getStatus())
                .isEqualTo(ServingStatus.SERVING);
        ServerReflectionGrpc.ServerReflectionStub reflection = ServerReflectionGrpc.newStub(server.channel());
        assertThatThrownBy(() -> services(reflection).get()).hasMessageContaining("UNAUTHENTICATED");
        assertThat(services(with(ALICE, reflection)).get()).contains("minikafka.v1.MessageService");
    }

    private static CompletableFuture<List<String>> services(ServerReflectionGrpc.ServerReflectionStub reflection) {
        CompletableFuture<List<String>> names = new CompletableFuture<>();
        StreamObserver<ServerReflectionRequest> requests =
                reflection.serverReflectionInfo(new StreamObserver<ServerReflectionResponse>() {
                    @Override
                    public void onNext(ServerReflectionResponse response) {
                        names.complete(response.getListServicesResponse().getServiceList().stream()
                                .map(service -> service.getName())
                                .toList());
                    }

                    @Override
                    public void onError(Throwable failure) {
                        names.completeExceptionally(failure);
                    }

                    @Override
                    public void onCompleted() {}
                });
        requests.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
        requests.onCompleted();
        return names;
    }

    // ---- Redis

    private static RedisClient lettuce(String user, String password) {
        return RedisClient.create(RedisURI.builder()
                .withHost("127.0.0.1")
                .withPort(server.context().getBean(RespDoor.class).listensOn().port())
                .withAuthentication(user, password.toCharArray())
                .build());
    }

    @Test
    void aRedisClientLogsInAndMayDoWhatItsUserMayDo() {
        try (RedisClient client = lettuce("alice", "alice's");
                StatefulRedisConnection<String, String> connection = client.connect()) {
            assertThat(connection.sync().rpushx("topics:orders.redis", "m")).isEqualTo(1);
            assertThatThrownBy(() -> connection.sync().rpushx("topics:payments", "m"))
                    .isInstanceOf(RedisCommandExecutionException.class)
                    .hasMessage("NOPERM User 'alice' has no right to produce to the topic 'payments'");
        }
    }

    @Test
    void aRedisClientWithAWrongPasswordIsRefused(CapturedOutput output) {
        try (RedisClient client = lettuce("alice", "gue55-of-a-password")) {
            assertThatThrownBy(client::connect)
                    .isInstanceOf(RedisConnectionException.class)
                    .rootCause()
                    .hasMessageContaining("WRONGPASS");
        }
        assertThat(output).doesNotContain("gue55-of-a-password");
    }

    // ---- HTTP

    private static HttpResponse<String> http(String path, UnaryOperator<HttpRequest.Builder> settings)
            throws Exception {
        String port = server.context().getEnvironment().getProperty("local.server.port");
        HttpRequest request = settings.apply(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> http(String path, String authorization) throws Exception {
        return http(path, request -> request.header("Authorization", authorization));
    }

    @Test
    void probesAreOpenAndTellNoDetails() throws Exception {
        for (String path : List.of("/livez", "/readyz", "/actuator/health", "/actuator/health/readiness")) {
            HttpResponse<String> answer = server.get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(answer.body()).as(path).contains("UP").doesNotContain("details", "components");
        }
        assertThat(http("/actuator/health", ALICE).body()).doesNotContain("components");
        assertThat(http("/actuator/health", ROOT).body()).contains("components");
    }

    @ParameterizedTest
    @CsvSource({
        "/actuator/info",
        "/actuator/metrics",
        "/actuator/env",
        "/actuator",
        "/",
        "/actuator/healthy",
        "/api/v1/topics"
    })
    void everythingElseOverHttpNeedsALogin(String path) throws Exception {
        HttpResponse<String> answer = server.get(path);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Basic realm=");
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(http(path, basic("root", "guess")).statusCode()).isEqualTo(401);
        assertThat(http(path, "Bearer guess").statusCode()).isEqualTo(401);
    }

    @Test
    void theServicesInnerLifeIsForAdministrators() throws Exception {
        HttpResponse<String> refused = http("/actuator/metrics", ALICE);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("User 'alice' has no right to administer the service");
        assertThat(http("/actuator/metrics", ROOT).statusCode()).isEqualTo(200);
        assertThat(http("/no/such/path", ALICE).statusCode()).isEqualTo(404);
    }

    @Test
    void whoMonitorsSeesWhatIsMeasuredAndNothingElse() throws Exception {
        for (String path : List.of("/actuator/prometheus", "/actuator/metrics/jvm.info", "/actuator/info")) {
            assertThat(http(path, PROMETHEUS).statusCode()).as(path).isEqualTo(200);
            assertThat(http(path, ALICE).statusCode()).as(path).isEqualTo(403);
            assertThat(server.get(path).statusCode()).as(path).isEqualTo(401);
        }
        assertThat(http("/actuator/health", PROMETHEUS).body()).contains("components");
        for (String path : List.of("/actuator", "/actuator/env", "/actuator/prometheuses", "/actuator/loggers")) {
            assertThat(http(path, PROMETHEUS).statusCode()).as(path).isEqualTo(403);
        }
        assertThat(http(
                                "/actuator/info",
                                request -> request.header("Authorization", PROMETHEUS)
                                        .POST(HttpRequest.BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(403);
        assertThat(codeOf(() -> with(PROMETHEUS, messages()).produce(message("orders.eu"))))
                .isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(with(PROMETHEUS, topics())
                        .listTopics(ListTopicsRequest.getDefaultInstance())
                        .getNamesList())
                .isEmpty();
    }

    @Test
    void whatACallerHasNoRightToIsCountedAtItsDoor() throws Exception {
        double before = rejections("grpc", "permission_denied");
        assertThat(codeOf(() -> with(ALICE, messages()).produce(message("payments"))))
                .isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(rejections("grpc", "permission_denied")).isEqualTo(before + 1);
    }

    private static double rejections(String door, String reason) {
        return server.context()
                .getBean(MeterRegistry.class)
                .get("minikafka.rejected")
                .tag("door", door)
                .tag("reason", reason)
                .counter()
                .count();
    }

    @Test
    void noSecretIsShownOverHttp() throws Exception {
        for (String path : List.of("/actuator/env", "/actuator/configprops")) {
            HttpResponse<String> answer = http(path, ROOT);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("minikafka").doesNotContain("{bcrypt}", TOKEN);
        }
    }

    @Test
    void aPageOfAnotherSiteChangesNothing() throws Exception {
        UnaryOperator<HttpRequest.Builder> post =
                request -> request.header("Authorization", ROOT).POST(HttpRequest.BodyPublishers.ofString("{}"));
        String path = "/actuator/loggers/io.minikafka";
        assertThat(http(path, request -> post.apply(request).header("Sec-Fetch-Site", "cross-site"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(http(path, request -> post.apply(request).header("Origin", "https://evil.example"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(http(
                                path,
                                request -> post.apply(request)
                                        .header("Content-Type", "application/json")
                                        .header("Sec-Fetch-Site", "same-origin"))
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void whoIsRefusedIsCountedByDoor() throws Exception {
        double before = failures("http", "wrong");
        http("/actuator/info", basic("root", "guess"));
        assertThat(failures("http", "wrong")).isEqualTo(before + 1);
    }

    private static double failures(String door, String reason) {
        return server.context()
                .getBean(MeterRegistry.class)
                .get("minikafka.authentication.failures")
                .tag("door", door)
                .tag("reason", reason)
                .counter()
                .count();
    }
}
