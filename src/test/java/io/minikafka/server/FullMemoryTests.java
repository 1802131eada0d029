package io.minikafka.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minikafka.client.MinikafkaClient;
import io.minikafka.client.MinikafkaException;
import io.minikafka.client.Producer;
import io.minikafka.client.ProducerMessage;
import io.minikafka.client.ProducerOptions;
import io.minikafka.client.StartPosition;
import io.minikafka.client.redis.RedisMinikafkaClient;
import io.minikafka.resp.RespClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A service whose memory is full of messages goes on with everything but taking more. */
class FullMemoryTests {
    private static final String FULL =
            "The memory store holds 1064 bytes, and 65 more are to be stored; the limit is 1100";

    @Test
    void everyDoorRefusesAndTakesMessagesAgainOnceThereIsRoom() throws Exception {
        ProducerOptions impatient = ProducerOptions.DEFAULT.withDeliveryTimeout(Duration.ofSeconds(3));
        try (RunningServer server =
                        RunningServer.start("--spring.profiles.active=memory", "--minikafka.memory.max-size=1100B");
                MinikafkaClient grpc = MinikafkaClient.connect("127.0.0.1:" + server.grpcPort());
                RedisMinikafkaClient redis = RedisMinikafkaClient.connect("127.0.0.1:" + server.redisPort());
                RespClient redisCli = new RespClient(server.redisPort())) {
            grpc.produce("large", List.of(ProducerMessage.of(new byte[1_000])));

            // They try again by themselves, since it may pass.
            for (Producer producer : List.of(grpc.producer("t", impatient), redis.producer("t", impatient))) {
                assertThatThrownBy(() -> producer.send(ProducerMessage.utf8("m")))
                        .isInstanceOf(MinikafkaException.class)
                        .hasMessageContaining(FULL);
            }
            assertThat(redisCli.send("RPUSHX topics:t m\r\n").reply()).isEqualTo("-PROD " + FULL + "\r\n");
            HttpResponse<String> http = produce(server);
            assertThat(http.statusCode()).isEqualTo(507);
            assertThat(http.headers().firstValue("Retry-After")).isPresent();
            assertThat(http.body()).contains(FULL).contains("resource-exhausted");

            assertThat(grpc.consumer("large", StartPosition.earliest()).poll(Duration.ofMinutes(1)))
                    .hasSize(1);
            grpc.topics().delete("large");
            assertThat(redisCli.send("RPUSHX topics:t m\r\n").reply()).isEqualTo(":1\r\n");
            assertThat(produce(server).statusCode()).isEqualTo(200);
        }
    }

    private static HttpResponse<String> produce(RunningServer server) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(
                                        "http://127.0.0.1:" + server.httpPort() + "/api/v1/topics/t/messages"))
                                .header("Content-Type", "application/octet-stream")
                                .POST(BodyPublishers.ofString("m"))
                                .build(),
                        BodyHandlers.ofString());
    }
}
