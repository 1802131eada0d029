package io.minikafka.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.client.ConsumedMessage;
import io.minikafka.client.GroupConsumer;
import io.minikafka.client.GroupSubscription;
import io.minikafka.client.MinikafkaClient;
import io.minikafka.client.Producer;
import io.minikafka.metrics.Exposition;
import io.minikafka.resp.RespClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A running service that has had messages through all its doors, as Prometheus sees it. To the topic {@code orders} three
 * messages were produced over Redis, two over gRPC and one over HTTP; the group {@code billing} has got and acknowledged
 * two of them over Redis, {@code shipping} all six over gRPC; over HTTP one reader has read them, and one was refused.
 */
public final class MonitoredService implements AutoCloseable {
    private final RunningServer server;

    private MonitoredService(RunningServer server) {
        this.server = server;
    }

    /** @param args which backend, and what else it is to be started with */
    public static MonitoredService start(String... args) throws Exception {
        List<String> all = new ArrayList<>(List.of(args));
        all.add("--minikafka.metrics.group-lag-interval=50ms");
        MonitoredService service = new MonitoredService(RunningServer.start(all.toArray(String[]::new)));
        try {
            service.produceAndConsume();
            return service;
        } catch (Exception | Error e) {
            service.close();
            throw e;
        }
    }

    private void produceAndConsume() throws Exception {
        try (RespClient redis = new RespClient(server.redisPort());
                MinikafkaClient grpc = MinikafkaClient.connect("127.0.0.1:" + server.grpcPort())) {
            for (int i = 0; i < 3; i++) {
                assertThat(redis.call("RPUSHX", "topics:orders", "redis")).isEqualTo(":1\r\n");
            }
            assertThat(redis.call("DUMP", "30000")).isEqualTo(":0\r\n");
            try (Producer producer = grpc.producer("orders")) {
                producer.send("grpc".getBytes());
                producer.send("grpc".getBytes());
            }
            String body = "{\"messages\":[{\"value\":\"http\"}]}";
            assertThat(http(
                            "/api/v1/topics/orders/messages",
                            request -> request.header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(body))))
                    .isEqualTo(200);

            assertThat(http("/api/v1/topics/orders/partitions/0/messages", request -> request))
                    .isEqualTo(200);
            assertThat(http("/api/v1/topics/nowhere/partitions/0/messages", request -> request))
                    .isEqualTo(404);
            assertThat(redis.call("CLIENT", "SETNAME", "billing:one")).isEqualTo("+OK\r\n");
            for (int i = 0; i < 2; i++) {
                assertThat(redis.call("BLPOP", "topics:orders", "30")).startsWith("*");
                assertThat(redis.call("RPUSH", "acks", "orders:0:" + i)).isEqualTo(":1\r\n");
            }
            try (GroupConsumer shipping = grpc.join(GroupSubscription.of("shipping", "orders"))) {
                for (int got = 0; got < 6; ) {
                    List<ConsumedMessage> messages = shipping.poll(Duration.ofSeconds(30));
                    assertThat(messages).isNotEmpty();
                    shipping.acknowledge(messages).join();
                    got += messages.size();
                }
            }
        }
    }

    private interface Settings {
        HttpRequest.Builder of(HttpRequest.Builder request);
    }

    private int http(String path, Settings settings) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.httpPort() + path));
        return HttpClient.newHttpClient()
                .send(settings.of(request).build(), HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    public RunningServer server() {
        return server;
    }

    /** What Prometheus reads now. */
    public Exposition scrape() throws Exception {
        HttpResponse<String> answer = server.get("/actuator/prometheus");
        assertThat(answer.statusCode()).isEqualTo(200);
        return Exposition.parse(answer.body());
    }

    @Override
    public void close() {
        server.close();
    }
}
