package io.minikafka.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.minikafka.client.ConsumedMessage;
import io.minikafka.client.Credentials;
import io.minikafka.client.GroupConsumer;
import io.minikafka.client.GroupSubscription;
import io.minikafka.client.MinikafkaClient;
import io.minikafka.client.MinikafkaException;
import io.minikafka.client.PemFiles;
import io.minikafka.client.ProducerMessage;
import io.minikafka.client.Tls;
import io.minikafka.resp.RespClient;
import io.minikafka.v1.ConsumeRequest;
import io.minikafka.v1.ConsumeResponse;
import io.minikafka.v1.ConsumerServiceGrpc;
import io.minikafka.v1.CreateTopicRequest;
import io.minikafka.v1.Message;
import io.minikafka.v1.MessageServiceGrpc;
import io.minikafka.v1.PollRequest;
import io.minikafka.v1.ProduceRequest;
import io.minikafka.v1.Start;
import io.minikafka.v1.SubscribeRequest;
import io.minikafka.v1.SubscribeResponse;
import io.minikafka.v1.TopicServiceGrpc;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients of every door see of a SIGTERM. */
class GracefulStopIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> connections = new ArrayList<>();
    private PackagedServer server;
    private ManagedChannel channel;

    private void start(String gracePeriod) {
        server = PackagedServer.start(Map.of("MINIKAFKA_ROOT_DIR", "", "MINIKAFKA_SHUTDOWN_GRACEPERIOD", gracePeriod));
        channel = server.channel();
        connections.add(server);
        connections.add(channel::shutdownNow);
        TopicServiceGrpc.newBlockingStub(channel)
                .createTopic(CreateTopicRequest.newBuilder().setName("t").build());
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable connection : connections) {
            connection.close();
        }
    }

    private RespClient redis() {
        RespClient client = new RespClient(server.redisPort());
        connections.add(client);
        return client;
    }

    private static com.google.protobuf.Duration minutes(int count) {
        return com.google.protobuf.Duration.newBuilder().setSeconds(60L * count).build();
    }

    @Test
    void whoeverWaitsIsToldAndNothingIdleHoldsTheStop() throws Exception {
        start("100s");
        MessageServiceGrpc.MessageServiceStub messages = MessageServiceGrpc.newStub(channel);
        HealthGrpc.newStub(channel).watch(HealthCheckRequest.getDefaultInstance(), new Watch());
        messages.poll(
                PollRequest.newBuilder().setTopic("t").setMaxWait(minutes(5)).build(), new Told<>("poll"));
        messages.subscribe(SubscribeRequest.newBuilder().setTopic("t").build(), new Told<>("subscription"));
        messages.produceStream(new Told<>("produce stream"));
        join();
        RespClient waiting = redis();
        assertThat(waiting.call("CLIENT", "SETNAME", "redis:member")).isEqualTo("+OK\r\n");
        waiting.send("BLPOP topics:t 300\r\n");
        RespClient watching = redis();
        assertThat(watching.call("MONITOR")).isEqualTo("+OK\r\n");
        RespClient idle = redis();
        assertThat(idle.call("PING")).isEqualTo("+PONG\r\n");
        CompletableFuture<HttpResponse<String>> read = http("/api/v1/topics/t/partitions/0/messages?wait=30s");
        // It has its place when its head is there.
        InputStream tail = HttpClient.newHttpClient()
                .send(request("/api/v1/topics/t/tail"), BodyHandlers.ofInputStream())
                .body();
        // gRPC's calls are taken in their order.
        await().atMost(PATIENCE).until(() -> seen.containsAll(List.of("watch SERVING", "consumer ASSIGNED")));
        await().atMost(PATIENCE).until(() -> idle.call("CLIENT", "LIST").contains("cmd=blpop"));
        // The read, the tail, and this question.
        await().atMost(PATIENCE)
                .until(
                        () -> http("/actuator/metrics/http.server.requests.active")
                                .get(1, TimeUnit.MINUTES)
                                .body(),
                        body -> body.contains("\"value\":3.0"));

        server.terminate();

        assertThat(waiting.reply()).isEqualTo("-CONS Server shutdown\r\n");
        assertThat(waiting.isClosedByServer()).isTrue();
        assertThat(idle.isClosedByServer()).isTrue();
        assertThat(read.get(1, TimeUnit.MINUTES).statusCode()).isEqualTo(503);
        assertThat(read.join().body()).contains("urn:minikafka:problem:unavailable");
        assertThat(new String(tail.readAllBytes(), StandardCharsets.UTF_8))
                .contains("event: end\n")
                .contains("urn:minikafka:problem:unavailable");
        assertThat(server.exitCode()).isZero();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(seen)
                        .contains(
                                "poll UNAVAILABLE",
                                "subscription UNAVAILABLE",
                                "produce stream UNAVAILABLE",
                                "consumer UNAVAILABLE",
                                "watch UNAVAILABLE"));
        assertThat(seen.indexOf("watch NOT_SERVING"))
                .as("watchers hear it before anything ends")
                .isBetween(0, firstEnd());
        assertThat(server.output()).as("the start, and nothing else").hasSize(1);
        for (int port : new int[] {server.grpcPort(), server.redisPort(), server.httpPort()}) {
            assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                    .isInstanceOf(ConnectException.class);
        }
    }

    private int firstEnd() {
        return seen.stream()
                .filter(told -> told.endsWith("UNAVAILABLE"))
                .mapToInt(seen::indexOf)
                .min()
                .orElseThrow();
    }

    private void join() {
        StreamObserver<ConsumeRequest> consumer =
                ConsumerServiceGrpc.newStub(channel).consume(new Consumed());
        consumer.onNext(ConsumeRequest.newBuilder()
                .setJoin(ConsumeRequest.Join.newBuilder().setGroup("g").addTopics("t"))
                .build());
        consumer.onNext(ConsumeRequest.newBuilder()
                .setCredit(ConsumeRequest.Credit.newBuilder().setMessages(10))
                .build());
    }

    private CompletableFuture<HttpResponse<String>> http(String path) {
        return HttpClient.newHttpClient().sendAsync(request(path), BodyHandlers.ofString());
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.httpPort() + path))
                .build();
    }

    @Test
    void whoHasLoggedInOverTlsIsToldTheSame(@TempDir Path files) throws Exception {
        PemFiles pem = PemFiles.generate(files, "server");
        server = PackagedServer.start(Map.of(
                "MINIKAFKA_ROOT_DIR",
                "",
                "MINIKAFKA_SHUTDOWN_GRACEPERIOD",
                "100s",
                "SPRING_SSL_BUNDLE_PEM_DOORS_KEYSTORE_CERTIFICATE",
                "file:" + pem.certificate(),
                "SPRING_SSL_BUNDLE_PEM_DOORS_KEYSTORE_PRIVATEKEY",
                "file:" + pem.privateKey(),
                "MINIKAFKA_SSL_BUNDLE",
                "doors",
                "MINIKAFKA_RESP_PASSWORD",
                "secret"));
        connections.add(server);
        MinikafkaClient grpc = MinikafkaClient.builder("127.0.0.1:" + server.grpcPort())
                .tls(new Tls(pem.certificate(), null, null))
                .credentials(Credentials.password("default", "secret"))
                .build();
        connections.add(0, grpc);
        grpc.produce("t", List.of(ProducerMessage.utf8("first")));
        GroupConsumer consumer = grpc.join(GroupSubscription.of("g", "t"));
        List<ConsumedMessage> first = consumer.poll(PATIENCE);
        assertThat(first).hasSize(1);
        RedisClient redis = RedisClient.create(RedisURI.builder()
                .withHost("127.0.0.1")
                .withPort(server.redisPort())
                .withSsl(true)
                .withPassword("secret".toCharArray())
                .withTimeout(Duration.ofMinutes(5))
                .build());
        connections.add(0, redis);
        redis.setOptions(ClientOptions.builder()
                .autoReconnect(false)
                .sslOptions(SslOptions.builder()
                        .trustManager(pem.certificate().toFile())
                        .build())
                .build());
        StatefulRedisConnection<String, String> waiting = redis.connect();
        StatefulRedisConnection<String, String> other = redis.connect();
        waiting.sync().clientSetname("redis:member");
        CompletableFuture<?> popped = waiting.async().blpop(300, "topics:empty").toCompletableFuture();
        await().atMost(PATIENCE).until(() -> other.sync().clientList().contains("cmd=blpop"));

        server.terminate();

        assertThat(popped).failsWithin(PATIENCE).withThrowableThat().withMessageContaining("CONS Server shutdown");
        assertThat(server.exitCode()).isZero();
        assertThatThrownBy(() -> consumer.acknowledge(first).join())
                .cause()
                .isInstanceOfSatisfying(
                        MinikafkaException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(MinikafkaException.Kind.UNAVAILABLE));
    }

    @Test
    void clientsThatReadNothingHoldTheStopNoLongerThanTheGracePeriod() throws Exception {
        start("1s");
        fill();
        stallOverGrpc();
        RespClient stalled = redis();
        stalled.send("ECHO " + "x".repeat(60_000) + "\r\n");
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 2_000; i++) {
                stalled.send("ECHO " + "x".repeat(60_000) + "\r\n");
            }
        });
        stallOverHttp("GET /api/v1/topics/t/partitions/0/messages?limit=10000&maxBytes=30000000 HTTP/1.1");
        stallOverHttp("GET /api/v1/topics/t/tail?from=earliest HTTP/1.1");
        // A request whose end never comes, and a connection on which nothing does.
        raw(
                server.httpPort(),
                "POST /api/v1/topics/t/messages HTTP/1.1\r\nHost: localhost\r\n"
                        + "Content-Type: application/octet-stream\r\nContent-Length: 1000\r\n\r\nhalf");
        raw(server.grpcPort(), "");
        await().atMost(PATIENCE).until(() -> seen.contains("stalled got a first answer"));

        server.terminate();
        server.terminate();

        // The doors and then HTTP have 1 s each. Spring Boot by itself would wait 30 s for such a client.
        assertThat(server.endsWithin(Duration.ofSeconds(25))).isTrue();
        assertThat(server.exitCode()).isZero();
        assertThat(sending).failsWithin(PATIENCE);
    }

    /** More than sockets and windows of flow control take up. */
    private void fill() {
        ProduceRequest.Builder request = ProduceRequest.newBuilder().setTopic("t");
        for (int i = 0; i < 10; i++) {
            request.addMessages(Message.newBuilder().setValue(ByteString.copyFrom(new byte[100_000])));
        }
        for (int i = 0; i < 30; i++) {
            MessageServiceGrpc.newBlockingStub(channel).produce(request.build());
        }
    }

    private void stallOverGrpc() {
        MessageServiceGrpc.newStub(channel)
                .subscribe(
                        SubscribeRequest.newBuilder()
                                .setTopic("t")
                                .setStart(Start.newBuilder().setOffset(0))
                                .build(),
                        new Stalled());
    }

    private void stallOverHttp(String request) throws IOException {
        Socket socket = raw(server.httpPort(), request + "\r\nHost: localhost\r\n\r\n");
        assertThat(socket.getInputStream().read()).as("the answer begins").isEqualTo('H');
    }

    private Socket raw(int port, String bytes) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        connections.add(socket);
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** Notes what a call is told. */
    private class Told<T> implements StreamObserver<T> {
        private final String call;

        Told(String call) {
            this.call = call;
        }

        @Override
        public void onNext(T answer) {}

        @Override
        public void onError(Throwable failure) {
            seen.add(call + " " + Status.fromThrowable(failure).getCode());
        }

        @Override
        public void onCompleted() {
            seen.add(call + " completed");
        }
    }

    private final class Watch extends Told<HealthCheckResponse> {
        Watch() {
            super("watch");
        }

        @Override
        public void onNext(HealthCheckResponse answer) {
            seen.add("watch " + answer.getStatus());
        }
    }

    private final class Consumed extends Told<ConsumeResponse> {
        Consumed() {
            super("consumer");
        }

        @Override
        public void onNext(ConsumeResponse response) {
            seen.add("consumer " + response.getResponseCase());
        }
    }

    /** Takes one answer and then no more. */
    private final class Stalled extends Told<SubscribeResponse>
            implements ClientResponseObserver<SubscribeRequest, SubscribeResponse> {
        Stalled() {
            super("stalled");
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<SubscribeRequest> call) {
            call.disableAutoRequestWithInitial(1);
        }

        @Override
        public void onNext(SubscribeResponse answer) {
            seen.add("stalled got a first answer");
        }
    }
}
